-- Deploy motcua:scorings to pg
-- requires: rules

BEGIN;

CREATE OR REPLACE FUNCTION motcua.check_criterion() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    PERFORM motcua.known('rate', new.rate, (
        SELECT array_agg(r.rate) FROM motcua.scoring AS s JOIN motcua.rate AS r ON r.profile = s.profile
        WHERE s.scoring = new.scoring));
    RETURN new;
END;
$$;
COMMENT ON FUNCTION motcua.check_criterion() IS 'Refuses a criterion whose rate the profile of its scoring set does not have: it would silently earn '
    'nothing. VI: Từ chối tiêu chí dùng tỷ lệ không có trong bộ quy tắc.';
CREATE OR REPLACE TRIGGER check_criterion BEFORE INSERT OR UPDATE ON motcua.criterion FOR EACH ROW WHEN (new.rate
    IS NOT NULL) EXECUTE FUNCTION motcua.check_criterion();

-- Points are rounded to three decimals, so they show as the maximum from half a thousandth below it on.
CREATE OR REPLACE FUNCTION motcua.hits_for_maximum(c motcua.criterion, denominator bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN denominator > 0 AND c.rate IS NOT NULL AND motcua.score(c, denominator, denominator) = round(c.max_points, 3) THEN
        greatest(
            ceil(c.floor * denominator / 100),
            CASE WHEN c.rule = 'step' THEN (
                SELECT min(ceil(c.steps[i][1] * denominator / 100)) FROM generate_subscripts(c.steps, 1) AS i
                WHERE round(c.max_points * c.steps[i][2], 3) >= round(c.max_points, 3))
            ELSE ceil((round(c.max_points, 3) - 0.0005) * c.full_at * denominator / (100 * c.max_points)) END,
            0)::bigint
    END;
COMMENT ON FUNCTION motcua.hits_for_maximum(motcua.criterion, bigint) IS
    'Least numerator that earns the maximum of a criterion; null when the denominator is empty, no numerator does, or the criterion has no rate. VI: '
    'Tử số nhỏ nhất để đạt điểm tối đa; trống nếu mẫu số rỗng, không thể đạt hoặc tiêu chí không tính được.';

-- Group maxima as the national portal publishes them: publicity 18, time 20, online services 12, online payment 10,
-- digitisation 22, satisfaction 18. How a group shares its points among its indicators is not published: the shares here
-- are as even as whole points allow. Full from 80 % (3.1, 3.5, 4.2, 4.3), 50 % (3.3) or 90 % (5.4) on. An indicator that no
-- export carries is listed all the same, so that nobody takes the points of the others for the whole index. 2.2 and 5.1
-- report and do not score. An empty denominator is not scored; set empty_share to 0 to score it as nothing.
INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source, valid_from) VALUES
    ('qd766', 'qd766', 'service quality index; points of a group shared evenly among its indicators',
        'bộ chỉ số chất lượng phục vụ (điểm của nhóm chia đều cho các chỉ số, địa phương điều chỉnh)',
     'Quyết định 766/QĐ-TTg ngày 23/6/2022', '2022-06-23');
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, full_at, text_vi) VALUES
    ('qd766', '2.1', 'on_time', 20, 'linear', 100, 'Tiến độ giải quyết: hồ sơ đúng hạn'),
    ('qd766', '3.1', 'full_process_procedures', 4, 'threshold', 80, 'Thủ tục cung cấp dịch vụ công trực tuyến toàn trình'),
    ('qd766', '3.3', 'full_process_online', 4, 'threshold', 50, 'Hồ sơ trực tuyến toàn trình'),
    ('qd766', '3.5', 'payment_procedures', 5, 'threshold', 80, 'Thủ tục có thanh toán trực tuyến'),
    ('qd766', '3.6', 'payment_online', 5, 'linear', 100, 'Hồ sơ thanh toán trực tuyến'),
    ('qd766', '4.1', 'results_digitised', 6, 'linear', 100, 'Cấp kết quả điện tử'),
    ('qd766', '4.2', 'digitised', 6, 'threshold', 80, 'Số hóa thành phần hồ sơ và kết quả'),
    ('qd766', '4.3', 'reused', 5, 'threshold', 80, 'Khai thác, sử dụng lại dữ liệu số hóa'),
    ('qd766', '4.4', 'from_store', 5, 'linear', 100, 'Hồ sơ có thành phần lấy từ kho dữ liệu điện tử'),
    ('qd766', '5.2', 'feedback_on_time', 6, 'linear', 100, 'Xử lý phản ánh, kiến nghị đúng hạn');
INSERT INTO motcua.criterion (scoring, criterion, no_rate, max_points, rule, full_at, text_vi) VALUES
    ('qd766', '1', 'chưa có nguồn dữ liệu: nhóm này không tính từ hồ sơ', 18, 'linear', 100, 'Công khai, minh bạch'),
    ('qd766', '2.2', 'không chấm điểm: số ngày theo từng thủ tục, không phải tỷ lệ', 0, 'linear', 100, 'Thời gian giải quyết trung bình'),
    ('qd766', '3.2', 'chưa có nguồn dữ liệu: hồ sơ không ghi rõ có nộp từ Cổng Dịch vụ công quốc gia hay không', 4, 'linear', 100,
        'Dịch vụ công trực tuyến có phát sinh hồ sơ'),
    ('qd766', '5.1', 'không chấm điểm: cơ cấu phản ánh, kiến nghị theo loại', 0, 'linear', 100, 'Phân loại phản ánh, kiến nghị'),
    ('qd766', '5.3', 'chưa có nguồn dữ liệu: không nguồn nào có đánh giá của người gửi và phản ánh lặp lại', 6, 'linear', 100,
        'Hài lòng trong xử lý phản ánh, kiến nghị'),
    ('qd766', '5.4', 'chưa có nguồn dữ liệu: không nguồn nào nối phản ánh, kiến nghị với hồ sơ', 6, 'threshold', 90,
        'Hài lòng trong tiếp nhận, giải quyết hồ sơ');

-- What provinces write into their own sets: nothing below a floor, a threshold, steps.
INSERT INTO motcua.scoring (scoring, profile, text_en, text_vi, legal_source) VALUES
    ('vi-du-cap-tinh', 'report', 'EXAMPLE of a provincial set with a floor; copy and change it',
        'VÍ DỤ bộ tiêu chí cấp tỉnh có mức sàn; sao chép và sửa lại theo quyết định của tỉnh',
     'Ví dụ minh họa, không phải văn bản quy phạm');
INSERT INTO motcua.criterion (scoring, criterion, rate, max_points, rule, full_at, floor, steps, empty_share, text_vi) VALUES
    ('vi-du-cap-tinh', '1', 'on_time', 5, 'linear', 100, 95, NULL, NULL, 'Hồ sơ đúng hạn: từ 95 % đến 100 % theo tỷ lệ, dưới 95 % không có điểm'),
    ('vi-du-cap-tinh', '2', 'results_digitised', 2, 'threshold', 75, 0, NULL, NULL, 'Số hóa kết quả: từ 75 % đạt tối đa'),
    ('vi-du-cap-tinh', '3', 'online', 2, 'step', 100, 0, '{{30,0.5},{50,1}}', NULL, 'Hồ sơ trực tuyến: từ 30 % nửa điểm, từ 50 % đủ điểm'),
    ('vi-du-cap-tinh', '4', 'feedback_on_time', 1, 'linear', 100, 0, NULL, 1, 'Phản ánh, kiến nghị đúng hạn; không có phản ánh thì đủ điểm');

COMMIT;
