#include "ingest/command/choices.h"

#include <criterion/criterion.h>

#include "common/banned.h"

Test(choices, knows_names_of_fields_that_are_a_persons)
{
    static const char *const personal[] = {
        "/ChuHoSo", "/nguoiNop/loai", "/Họ và tên", "/HỌ TÊN", "/ho_ten",       "/soDienThoai",
        "/Địa chỉ", "/dia-chi",       "/email",     "/CMND",   "/ngaySinh",     "/applicantName",
        "/Số CCCD", "/GhiChu",        "/canBoXuLy", "/SĐT",    "/x/0912345678",
    };
    static const char *const other[] = {
        "/trangThai", "/kenh",  "/thuTuc/ma",  "/donVi",  "/hinhThucNop", "/loai",
        "/linhVuc",   "/mucDo", "/Tình trạng", "/status", "/channel",
    };

    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++) {
        cr_assert(choices_is_personal(personal[i]), "%s", personal[i]);
    }
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        cr_assert_not(choices_is_personal(other[i]), "%s", other[i]);
    }
}
