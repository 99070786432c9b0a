-- Deploy motcua:payable to pg
-- requires: scoring_ha_noi
-- A city splits online payment in two: how many dossiers with a fee could be paid online, and how many of these were. Whether
-- one could is what the catalogue says of its procedure; a dossier whose procedure nobody has described says nothing.

BEGIN;

-- Only of dossiers with a fee: more marks are more cells.
CREATE OR REPLACE FUNCTION motcua.asked_of_procedure(marks bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN motcua.mark('electronic_result')
           | CASE WHEN marks & motcua.marks('none', 'partial', 'full') = 0 THEN motcua.marks('none', 'partial', 'full') ELSE 0 END
           | CASE WHEN marks & motcua.mark('fee') <> 0 THEN motcua.marks('has_fee', 'online_payment') ELSE 0 END;
COMMENT ON FUNCTION motcua.asked_of_procedure(bigint) IS 'What its procedure tells of a dossier that was received: the online level, unless the '
    'dossier itself states one, and of a dossier with a fee whether it could be paid online. VI: Các dấu hiệu hồ sơ lấy theo thủ tục.';

INSERT INTO motcua.bucket (bucket, event, marks, text_en, text_vi) VALUES
    ('received_fee_known', 'received', '{fee,has_fee}', 'received with a fee, of procedures with a fee', 'tiếp nhận có phí, thuộc thủ tục có phí'),
    ('received_fee_payable', 'received', '{fee,has_fee,online_payment}', 'of these, of procedures that can be paid online',
        'tiếp nhận có phí, thuộc thủ tục cho phép thanh toán trực tuyến'),
    ('received_fee_payable_paid', 'received', '{fee,has_fee,online_payment,paid_online}', 'of these, fee paid online',
        'tiếp nhận có phí, thuộc thủ tục cho phép thanh toán trực tuyến, đã thanh toán trực tuyến');

INSERT INTO motcua.rate (profile, rate, position, text_en, text_vi, legal_source, valid_from)
SELECT 'report', v.rate, v.place, v.text_en, v.text_vi,
       'Phụ lục kết quả thực hiện các chỉ tiêu cải cách hành chính năm 2022, 2023 của thành phố', '2022-01-01'
FROM (VALUES
    ('payment_enabled', 40, 'received with a fee that could be paid online, of those with a fee',
     'tiếp nhận có phí thuộc thủ tục cho phép thanh toán trực tuyến / tiếp nhận có phí thuộc thủ tục có phí'),
    ('payment_used', 41, 'paid online, of those received with a fee that could be paid online',
     'đã thanh toán trực tuyến / tiếp nhận có phí thuộc thủ tục cho phép thanh toán trực tuyến')
) AS v (rate, place, text_en, text_vi);
INSERT INTO motcua.term (profile, rate, bucket, in_numerator, in_denominator) VALUES
    ('report', 'payment_enabled', 'received_fee_payable', true, false),
    ('report', 'payment_enabled', 'received_fee_known', false, true),
    ('report', 'payment_used', 'received_fee_payable_paid', true, false),
    ('report', 'payment_used', 'received_fee_payable', false, true);

COMMIT;
