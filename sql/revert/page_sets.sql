-- Revert motcua:page_sets from pg

BEGIN;

DROP FUNCTION stats.page_restated(date, date, text, date);
DROP FUNCTION stats.page_bands(date);
DROP FUNCTION stats.page_procedures(date, date, integer);
DROP FUNCTION stats.page_rates(text[], text[], bigint[], text, date, date);
DROP FUNCTION stats.page_frame(date, date, date);
DROP FUNCTION stats.missing_dossiers(text, date, date, text, text, text, text, date, bigint);

UPDATE motcua.criterion AS c SET text_vi = n.after
FROM (VALUES
      ('3.4', 'Thực hiện cơ chế một cửa, cơ chế một cửa liên thông', 'Thực hiện cơ chế một cửa, một cửa liên thông'),
      ('3.5', 'Công tác tiếp nhận, xử lý phản ánh, kiến nghị', 'Xử lý phản ánh, kiến nghị'),
      ('3.6', 'Thực hiện việc xin lỗi bằng văn bản khi giải quyết TTHC sai sót, trễ hạn', 'Xin lỗi bằng văn bản khi quá hạn, sai sót'),
      ('3.7', 'Triển khai Kế hoạch số hóa kết quả giải quyết TTHC', 'Số hóa hồ sơ, kết quả giải quyết'),
      ('7.3', 'Tỷ lệ TTHC được tích hợp, triển khai thanh toán trực tuyến', 'Thanh toán trực tuyến')) AS n (criterion, before, after)
WHERE c.scoring = 'gia-nghia-2023' AND c.criterion = n.criterion AND c.text_vi = n.before;

COMMIT;
