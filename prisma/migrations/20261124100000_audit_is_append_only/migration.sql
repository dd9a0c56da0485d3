-- What happened stays written down: nothing in the store changes or removes an entry, whatever rights it has.
CREATE FUNCTION "refuse_change_of_audit_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the audit log are only ever added' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
    FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_audit_entry"();

CREATE TRIGGER "audit_entries_not_truncated" BEFORE TRUNCATE ON "audit_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_audit_entry"();

-- The role that adds them can do nothing else. Roles belong to the server: another store on it may have made it, or be
-- making it right now. Where we may not make roles, the triggers stand alone, and Verify chain says so.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'plumbline_audit_writer') THEN
        BEGIN
            CREATE ROLE "plumbline_audit_writer" NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN
            NULL;
        END;
    END IF;
    BEGIN
        EXECUTE pg_catalog.format('GRANT "plumbline_audit_writer" TO %I', current_user);
    EXCEPTION WHEN undefined_object OR insufficient_privilege OR unique_violation THEN
        NULL;
    END;
    BEGIN
        IF NOT pg_catalog.has_schema_privilege('plumbline_audit_writer', pg_catalog.current_schema(), 'USAGE') THEN
            EXECUTE pg_catalog.format('GRANT USAGE ON SCHEMA %I TO "plumbline_audit_writer"', pg_catalog.current_schema());
        END IF;
        GRANT INSERT ON "audit_entries" TO "plumbline_audit_writer";
    EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
        NULL;
    END;
END
$$;
