-- Revert motcua:payable from pg

BEGIN;

DELETE FROM motcua.term WHERE profile = 'report' AND rate IN ('payment_enabled', 'payment_used');
DELETE FROM motcua.rate WHERE profile = 'report' AND rate IN ('payment_enabled', 'payment_used');
DELETE FROM motcua.bucket WHERE bucket IN ('received_fee_known', 'received_fee_payable', 'received_fee_payable_paid');

CREATE OR REPLACE FUNCTION motcua.asked_of_procedure(marks bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN marks & motcua.marks('none', 'partial', 'full') = 0 THEN motcua.marks('none', 'partial', 'full', 'electronic_result')
                ELSE motcua.mark('electronic_result') END;
COMMENT ON FUNCTION motcua.asked_of_procedure(bigint) IS 'What its procedure tells of a dossier that was received: the online level, unless the '
    'dossier itself states one. VI: Các dấu hiệu hồ sơ lấy theo thủ tục.';

COMMIT;
