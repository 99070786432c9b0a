/* The words by which a source file chooses: [source] url, format, encoding, separator, thousands, auth, [request] method, [paging] kind. */
#ifndef MOTCUA_INGEST_SOURCE_KINDS_H
#define MOTCUA_INGEST_SOURCE_KINDS_H

#include "common/program/kind.h"

enum UrlKind { URL_HTTP, URL_FILE, URL_SFTP };
enum FormatKind { FORMAT_JSON, FORMAT_NDJSON, FORMAT_CSV, FORMAT_KINDS };
enum EncodingKind { ENCODING_UTF_8, ENCODING_WINDOWS_1258 };
enum AuthKind {
    AUTH_NONE,
    AUTH_BASIC,
    AUTH_BEARER,
    AUTH_HEADER,
    AUTH_OAUTH2, /* client credentials, RFC 6749 section 4.4 */
    AUTH_LOGIN,
    AUTH_KEY, /* of sftp */
    AUTH_KINDS
};
enum MethodKind { METHOD_GET, METHOD_POST };
enum PagingKind {
    PAGING_NONE,
    PAGING_PAGE,
    PAGING_OFFSET,
    PAGING_RANGE,
    PAGING_CURSOR,
    PAGING_NEXT,
    PAGING_LINK,
    PAGING_KINDS
};

extern const struct Kind url_kinds[]; /* by the scheme, see source_url_kind */
extern const struct Kind format_kinds[];
extern const struct Kind encoding_kinds[];
extern const struct Kind separator_kinds[]; /* number is the sign between the cells of a CSV */
extern const struct Kind thousands_kinds[]; /* number is the sign between thousands, 0 = nothing */
extern const struct Kind auth_kinds[];
extern const struct Kind method_kinds[];
extern const struct Kind paging_kinds[];

#endif
