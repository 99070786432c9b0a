-- Deploy motcua:scoring_ha_noi to pg
-- requires: scoring_versions
-- The set of Hanoi as a commune's plan prints it: 4.99 of 5 points for 3.4 are a rate times a maximum, hence linear. Of the
-- other criteria only sums are known: field 3 has 13 points and field 7 has 13.5 of 100. The plan gives one number to
-- full-process services and one to full-process dossiers (7.3.5, 7.3.6); that the services come first is an assumption.

BEGIN;

INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source, valid_from) VALUES
    ('ha-noi-2023', 'report', 'criteria set of Hanoi', 'bộ tiêu chí của thành phố Hà Nội',
        'Kế hoạch 78/KH-UBND ngày 07/6/2024 của UBND xã Phú Phương, huyện Ba Vì, Hà Nội', '2023-01-01');
-- Without feedback the full points, as by Circular 01/2018/TT-VPCP art. 13.8.
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, empty_share, text_vi) VALUES
    ('ha-noi-2023', '3.4', 'on_time', 5, NULL, 'Kết quả giải quyết hồ sơ TTHC'),
    ('ha-noi-2023', '3.5', 'feedback_on_time', 1, 1, 'Tiếp nhận, xử lý phản ánh, kiến nghị'),
    ('ha-noi-2023', '7.3.4', 'results_digitised', 1, NULL, 'Số hóa kết quả giải quyết TTHC'),
    ('ha-noi-2023', '7.3.5', 'full_process_procedures', 0.5, NULL, 'Thủ tục cung cấp dịch vụ công trực tuyến toàn trình'),
    ('ha-noi-2023', '7.3.6', 'full_process_online', 1.5, NULL, 'Hồ sơ trực tuyến toàn trình'),
    ('ha-noi-2023', '7.3.7', 'payment_online', 1.5, NULL, 'Thanh toán trực tuyến');
INSERT INTO motcua.criterion (scoring, criterion, no_rate, max_points, text_vi) VALUES
    ('ha-noi-2023', '1,2,4,5,6,8', 'không tính từ hồ sơ: các lĩnh vực khác của cải cách hành chính', 73.5, 'Các lĩnh vực khác'),
    ('ha-noi-2023', '3.1-3.3', 'không tính từ hồ sơ: chấm theo văn bản, kế hoạch và tài liệu kiểm chứng', 7, 'Cải cách TTHC, các tiêu chí còn lại'),
    ('ha-noi-2023', '7.1-7.2', 'không tính từ hồ sơ: hạ tầng và ứng dụng công nghệ thông tin', 6.5,
        'Xây dựng chính quyền số, các tiêu chí còn lại'),
    ('ha-noi-2023', '7.3.1-7.3.3', 'chưa có nguồn dữ liệu: kế hoạch chỉ nêu điểm, không nêu cách tính', 2.5,
        'Dịch vụ công trực tuyến, các tiêu chí thành phần còn lại');

COMMIT;
