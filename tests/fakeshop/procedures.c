/* Names are those of common procedures, codes and field codes are invented. */
#include "procedures.h"

#include <stdio.h>

typedef struct {
    const char *code;
    const char *name;
} Field;

enum { CERTIFY, CIVIL, LAND, SOCIAL, BUSINESS, CULTURE, BUILD, OFFICE };

static const Field FIELDS[] = {
    [CERTIFY] = {"G15-CT01", "Chứng thực"},
    [CIVIL] = {"G15-HT02", "Hộ tịch"},
    [LAND] = {"G13-DD03", "Đất đai"},
    [SOCIAL] = {"G12-BT04", "Bảo trợ xã hội"},
    [BUSINESS] = {"G07-DN05", "Thành lập và hoạt động của hộ kinh doanh"},
    [CULTURE] = {"G22-VH06", "Văn hóa, tín ngưỡng"},
    [BUILD] = {"G17-XD07", "Quy hoạch xây dựng"},
    [OFFICE] = {"G01-TC08", "Giải quyết khiếu nại, tiếp công dân"},
};

typedef struct {
    const char *name;
    int field;
    int term_days;
    bool has_fee;
    bool paper_result;
} Row;

/* The first half is level 4, the second level 3; the order within each half puts those with a fee
 * first, because the golden scenario deals its fees out by position. */
static const Row ROWS[CATALOG_BASE_PROCEDURES] = {
    {"Chứng thực bản sao từ bản chính giấy tờ, văn bản", CERTIFY, 1, true, true},
    {"Chứng thực chữ ký trong các giấy tờ, văn bản", CERTIFY, 1, true, true},
    {"Cấp bản sao trích lục hộ tịch", CIVIL, 1, true, true},
    {"Cấp giấy xác nhận tình trạng hôn nhân", CIVIL, 3, true, true},
    {"Đăng ký khai thác nước dưới đất quy mô hộ gia đình", LAND, 10, true, true},
    {"Đăng ký thành lập hộ kinh doanh", BUSINESS, 3, true, true},
    {"Đăng ký khai sinh", CIVIL, 1, false, true},
    {"Đăng ký khai tử", CIVIL, 1, false, true},
    {"Đăng ký kết hôn", CIVIL, 2, false, true},
    {"Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em", CIVIL, 5,
     false, true},
    {"Liên thông đăng ký khai tử, xóa đăng ký thường trú, trợ cấp mai táng phí", CIVIL, 7, false,
     true},
    {"Công nhận hộ nghèo, hộ cận nghèo phát sinh trong năm", SOCIAL, 15, false, true},
    {"Thực hiện, điều chỉnh trợ cấp xã hội hằng tháng", SOCIAL, 15, false, true},
    {"Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội", SOCIAL, 5, false, false},
    {"Xác định mức độ khuyết tật và cấp giấy xác nhận khuyết tật", SOCIAL, 20, false, true},
    {"Tặng giấy khen về thực hiện nhiệm vụ phát triển kinh tế - xã hội", CULTURE, 10, false, true},
    {"Đăng ký hoạt động tín ngưỡng", CULTURE, 15, false, true},
    {"Thông báo thành lập thư viện cộng đồng", CULTURE, 10, false, false},
    {"Đăng ký giám hộ", CIVIL, 3, false, true},
    {"Thay đổi, cải chính, bổ sung thông tin hộ tịch", CIVIL, 3, false, true},

    {"Chứng thực hợp đồng, giao dịch liên quan đến tài sản là động sản", CERTIFY, 2, true, true},
    {"Chứng thực di chúc", CERTIFY, 2, true, true},
    {"Chứng thực văn bản thỏa thuận phân chia di sản", CERTIFY, 2, true, true},
    {"Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất lần đầu", LAND, 20, true, true},
    {"Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", LAND, 10, true,
     true},
    {"Tách thửa hoặc hợp thửa đất", LAND, 15, true, true},
    {"Chuyển mục đích sử dụng đất phải được phép của cơ quan nhà nước", LAND, 15, true, true},
    {"Hòa giải tranh chấp đất đai", LAND, 20, false, false},
    {"Đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới", CIVIL, 3, false, true},
    {"Đăng ký việc nuôi con nuôi trong nước", CIVIL, 20, false, true},
    {"Đăng ký lại khai sinh", CIVIL, 5, false, true},
    {"Đăng ký nhận cha, mẹ, con", CIVIL, 3, false, true},
    {"Đăng ký chấm dứt giám hộ", CIVIL, 2, false, true},
    {"Giải quyết chế độ trợ cấp một lần đối với người có công", SOCIAL, 12, false, false},
    {"Cấp giấy phép xây dựng nhà ở riêng lẻ", BUILD, 15, false, true},
    {"Cung cấp thông tin quy hoạch xây dựng", BUILD, 10, false, true},
    {"Hỗ trợ khôi phục sản xuất nông nghiệp vùng bị thiên tai", SOCIAL, 10, false, false},
    {"Giải quyết khiếu nại lần đầu", OFFICE, 20, false, true},
    {"Tiếp công dân", OFFICE, 10, false, false},
    {"Xử lý đơn thư", OFFICE, 10, false, false},
};

static const char *const VARIANTS[] = {"", " (cấp tỉnh)", " (cấp huyện)", " (khu vực đô thị)"};

void procedures_fill(Procedure *procedure, unsigned base, unsigned variant, int level)
{
    const Row *row = &ROWS[base];

    *procedure = (Procedure){
        .field_code = FIELDS[row->field].code,
        .field_name = FIELDS[row->field].name,
        .level = level,
        .term_days = row->term_days,
        .has_fee = row->has_fee,
        /* Not every fee can be paid online: the payment rates need procedures of both kinds. */
        .online_payment = row->has_fee && variant != 3,
        .paper_result = row->paper_result,
    };
    if (level == 0) {
        procedure->level = base < CATALOG_BASE_PROCEDURES / 2 ? 4 : 3;
    }
    procedure->full_eligible = procedure->level == 4 || base % 4 == 1;
    snprintf(procedure->code, sizeof procedure->code, "%u.%06u", 1 + variant % 2,
             900000 + base * 10 + variant);
    snprintf(procedure->name, sizeof procedure->name, "%s%s", row->name, VARIANTS[variant]);
}
