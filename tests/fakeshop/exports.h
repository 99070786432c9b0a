/* The same dossiers as other systems export them. */
#ifndef FAKESHOP_EXPORTS_H
#define FAKESHOP_EXPORTS_H

#include "dossier.h"
#include "out.h"

/* One record of an OpenCPS list: English keys, states as words, dd/MM/yyyy HH:mm:ss, null for nothing. */
void export_opencps(Out *out, const Dossier *dossier);

/* The same with month and day the other way round. */
void export_opencps_us(Out *out, const Dossier *dossier);

/* One record of a TD list: ISO 8601 without a zone, null for nothing, payments and components as lists. */
void export_td(Out *out, const Dossier *dossier);

/* The same with times in UTC (Z), with a zone (+0700), and as milliseconds since 1970. */
void export_td_utc(Out *out, const Dossier *dossier);
void export_td_zone(Out *out, const Dossier *dossier);
void export_td_epoch(Out *out, const Dossier *dossier);

/* What an office exports from its screen: a header and rows with words for people. */
void export_csv_header(Out *out, char separator);
void export_csv_row(Out *out, const Dossier *dossier, char separator);

#endif
