BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 1a5c0e7d9b32

CREATE TYPE organization_tier AS ENUM ('trial', 'team', 'business', 'enterprise');

CREATE TABLE organizations (
    id VARCHAR(36) NOT NULL, 
    name VARCHAR(200) NOT NULL, 
    slug VARCHAR(80) NOT NULL, 
    tier organization_tier DEFAULT 'trial' NOT NULL, 
    industry VARCHAR(100), 
    country CHAR(2) DEFAULT 'US' NOT NULL, 
    time_zone VARCHAR(64) DEFAULT 'UTC' NOT NULL, 
    is_active BOOLEAN DEFAULT true NOT NULL, 
    trial_ends_at TIMESTAMP WITH TIME ZONE DEFAULT now() + interval '14 days', 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_organizations PRIMARY KEY (id), 
    CONSTRAINT uq_organizations_slug UNIQUE (slug), 
    CONSTRAINT ck_organizations_slug_format CHECK (slug ~ '^[a-z0-9-]+$')
);

COMMENT ON TABLE organizations IS 'A firm that uses the platform: the tenant of almost everything';

CREATE TYPE user_status AS ENUM ('invited', 'active', 'suspended', 'deleted');

CREATE TABLE users (
    id VARCHAR(36) NOT NULL, 
    email VARCHAR(320) NOT NULL, 
    full_name VARCHAR(200) NOT NULL, 
    password_hash VARCHAR(255), 
    locale VARCHAR(10) DEFAULT 'en-US' NOT NULL, 
    status user_status DEFAULT 'invited' NOT NULL, 
    is_superuser BOOLEAN DEFAULT false NOT NULL, 
    last_login_at TIMESTAMP WITH TIME ZONE, 
    deleted_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_users PRIMARY KEY (id)
);

COMMENT ON TABLE users IS 'People. A person can be a member of several organizations';

COMMENT ON COLUMN users.password_hash IS 'argon2id; NULL when the user signs in through an identity provider';

CREATE UNIQUE INDEX uq_users_email_lower ON users (lower(email)) WHERE deleted_at IS NULL;

CREATE INDEX ix_users_status ON users (status);

CREATE TABLE organization_domains (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    domain VARCHAR(253) NOT NULL, 
    verified_at TIMESTAMP WITH TIME ZONE, 
    verification_token VARCHAR(64) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_organization_domains PRIMARY KEY (id), 
    CONSTRAINT uq_organization_domains_domain UNIQUE (domain), 
    CONSTRAINT fk_organization_domains_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_organization_domains_organization_id ON organization_domains (organization_id);

CREATE TABLE organization_settings (
    organization_id VARCHAR(36) NOT NULL, 
    require_mfa BOOLEAN DEFAULT false NOT NULL, 
    session_minutes INTEGER DEFAULT 480 NOT NULL, 
    default_currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    branding JSONB DEFAULT '{}'::jsonb NOT NULL, 
    allowed_ip_ranges CIDR[] DEFAULT '{}'::cidr[] NOT NULL, 
    updated_by_id VARCHAR(36), 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_organization_settings PRIMARY KEY (organization_id), 
    CONSTRAINT ck_organization_settings_session_minutes_range CHECK (session_minutes BETWEEN 5 AND 10080), 
    CONSTRAINT fk_organization_settings_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_organization_settings_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TYPE membership_status AS ENUM ('pending', 'active', 'removed');

CREATE TABLE organization_memberships (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    title VARCHAR(120), 
    status membership_status DEFAULT 'active' NOT NULL, 
    invited_by_id VARCHAR(36), 
    joined_at TIMESTAMP WITH TIME ZONE DEFAULT now(), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_organization_memberships PRIMARY KEY (id), 
    CONSTRAINT uq_organization_memberships_organization_id_user_id UNIQUE (organization_id, user_id), 
    CONSTRAINT fk_organization_memberships_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_organization_memberships_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_organization_memberships_invited_by_id FOREIGN KEY(invited_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_organization_memberships_user_id ON organization_memberships (user_id);

CREATE TABLE roles (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    name VARCHAR(80) NOT NULL, 
    description TEXT, 
    is_system BOOLEAN DEFAULT false NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_roles PRIMARY KEY (id), 
    CONSTRAINT uq_roles_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_roles_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL, 
    CONSTRAINT fk_roles_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_roles_organization_id ON roles (organization_id);

COMMENT ON COLUMN roles.is_system IS 'Built in: offered to every organization and not editable';

CREATE TABLE permissions (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(100) NOT NULL, 
    resource VARCHAR(60) NOT NULL, 
    action VARCHAR(40) NOT NULL, 
    description TEXT, 
    CONSTRAINT pk_permissions PRIMARY KEY (id), 
    CONSTRAINT uq_permissions_code UNIQUE (code), 
    CONSTRAINT uq_permissions_resource_action UNIQUE (resource, action)
);

CREATE TABLE role_permissions (
    role_id VARCHAR(36) NOT NULL, 
    permission_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_role_permissions PRIMARY KEY (role_id, permission_id), 
    CONSTRAINT fk_role_permissions_role_id FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE, 
    CONSTRAINT fk_role_permissions_permission_id FOREIGN KEY(permission_id) REFERENCES permissions (id) ON DELETE CASCADE
);

CREATE TABLE membership_roles (
    membership_id VARCHAR(36) NOT NULL, 
    role_id VARCHAR(36) NOT NULL, 
    granted_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_membership_roles PRIMARY KEY (membership_id, role_id), 
    CONSTRAINT fk_membership_roles_membership_id FOREIGN KEY(membership_id) REFERENCES organization_memberships (id) ON DELETE CASCADE, 
    CONSTRAINT fk_membership_roles_role_id FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE CASCADE, 
    CONSTRAINT fk_membership_roles_granted_by_id FOREIGN KEY(granted_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE invitations (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    email VARCHAR(320) NOT NULL, 
    role_id VARCHAR(36), 
    token_hash VARCHAR(64) NOT NULL, 
    invited_by_id VARCHAR(36) NOT NULL, 
    accepted_by_id VARCHAR(36), 
    expires_at TIMESTAMP WITH TIME ZONE DEFAULT now() + interval '7 days' NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_invitations PRIMARY KEY (id), 
    CONSTRAINT uq_invitations_token_hash UNIQUE (token_hash), 
    CONSTRAINT fk_invitations_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_invitations_role_id FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE SET NULL, 
    CONSTRAINT fk_invitations_invited_by_id FOREIGN KEY(invited_by_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_invitations_accepted_by_id FOREIGN KEY(accepted_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_invitations_organization_id ON invitations (organization_id);

CREATE TABLE user_sessions (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    refresh_token_hash VARCHAR(64) NOT NULL, 
    ip_address INET, 
    user_agent TEXT, 
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    revoked_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_user_sessions PRIMARY KEY (id), 
    CONSTRAINT uq_user_sessions_refresh_token_hash UNIQUE (refresh_token_hash), 
    CONSTRAINT fk_user_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_user_sessions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL
);

CREATE INDEX ix_user_sessions_user_id ON user_sessions (user_id);

CREATE INDEX ix_user_sessions_live ON user_sessions (user_id, expires_at) WHERE revoked_at IS NULL;

CREATE TABLE user_preferences (
    user_id VARCHAR(36) NOT NULL, 
    theme VARCHAR(10) DEFAULT 'system' NOT NULL, 
    dashboard_layout JSONB DEFAULT '{}'::jsonb NOT NULL, 
    weekly_digest BOOLEAN DEFAULT true NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_user_preferences PRIMARY KEY (user_id), 
    CONSTRAINT ck_user_preferences_theme_known CHECK (theme IN ('light', 'dark', 'system')), 
    CONSTRAINT fk_user_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE user_identities (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    provider VARCHAR(40) NOT NULL, 
    subject VARCHAR(255) NOT NULL, 
    claims JSONB DEFAULT '{}'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_user_identities PRIMARY KEY (id), 
    CONSTRAINT uq_user_identities_provider_subject UNIQUE (provider, subject), 
    CONSTRAINT fk_user_identities_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_user_identities_user_id ON user_identities (user_id);

CREATE TABLE password_reset_tokens (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    token_hash VARCHAR(64) NOT NULL, 
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    used_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_password_reset_tokens PRIMARY KEY (id), 
    CONSTRAINT uq_password_reset_tokens_token_hash UNIQUE (token_hash), 
    CONSTRAINT fk_password_reset_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_password_reset_tokens_user_id ON password_reset_tokens (user_id);

CREATE TABLE email_verifications (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    email VARCHAR(320) NOT NULL, 
    code CHAR(6) NOT NULL, 
    attempts SMALLINT DEFAULT 0 NOT NULL, 
    verified_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_email_verifications PRIMARY KEY (id), 
    CONSTRAINT ck_email_verifications_attempts_limit CHECK (attempts <= 5), 
    CONSTRAINT fk_email_verifications_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_email_verifications_user_id ON email_verifications (user_id);

CREATE TYPE mfa_method AS ENUM ('totp', 'webauthn', 'sms');

CREATE TABLE mfa_devices (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    method mfa_method NOT NULL, 
    label VARCHAR(80) NOT NULL, 
    secret BYTEA, 
    confirmed_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_mfa_devices PRIMARY KEY (id), 
    CONSTRAINT fk_mfa_devices_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_mfa_devices_user_id ON mfa_devices (user_id);

CREATE TABLE mfa_recovery_codes (
    id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    code_hash VARCHAR(64) NOT NULL, 
    used_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_mfa_recovery_codes PRIMARY KEY (id), 
    CONSTRAINT fk_mfa_recovery_codes_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_mfa_recovery_codes_user_id ON mfa_recovery_codes (user_id);

CREATE TABLE api_keys (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    created_by_id VARCHAR(36), 
    name VARCHAR(120) NOT NULL, 
    prefix CHAR(8) NOT NULL, 
    secret_hash VARCHAR(64) NOT NULL, 
    scopes TEXT[] DEFAULT '{}'::text[] NOT NULL, 
    last_used_at TIMESTAMP WITH TIME ZONE, 
    revoked_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_api_keys PRIMARY KEY (id), 
    CONSTRAINT uq_api_keys_prefix UNIQUE (prefix), 
    CONSTRAINT fk_api_keys_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_api_keys_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_api_keys_organization_id ON api_keys (organization_id);

CREATE TABLE login_attempts (
    id BIGINT GENERATED ALWAYS AS IDENTITY, 
    user_id VARCHAR(36), 
    email VARCHAR(320) NOT NULL, 
    ip_address INET NOT NULL, 
    succeeded BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_login_attempts PRIMARY KEY (id), 
    CONSTRAINT fk_login_attempts_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_login_attempts_email_created_at ON login_attempts (lower(email), created_at DESC);

CREATE TABLE audit_logs (
    id BIGSERIAL NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    actor_id VARCHAR(36), 
    action VARCHAR(100) NOT NULL, 
    entity_type VARCHAR(60) NOT NULL, 
    entity_id VARCHAR(36), 
    changes JSONB DEFAULT '{}'::jsonb NOT NULL, 
    ip_address INET, 
    occurred_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL, 
    CONSTRAINT pk_audit_logs PRIMARY KEY (id), 
    CONSTRAINT fk_audit_logs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_audit_logs_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_audit_logs_actor_id ON audit_logs (actor_id);

COMMENT ON TABLE audit_logs IS 'Append only';

CREATE INDEX ix_audit_logs_organization_id_occurred_at ON audit_logs (organization_id, occurred_at DESC);

CREATE INDEX ix_audit_logs_changes ON audit_logs USING gin (changes);

CREATE TABLE feature_flags (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(80) NOT NULL, 
    description TEXT, 
    enabled_by_default BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_feature_flags PRIMARY KEY (id), 
    CONSTRAINT uq_feature_flags_code UNIQUE (code)
);

CREATE TABLE organization_feature_flags (
    organization_id VARCHAR(36) NOT NULL, 
    feature_flag_id VARCHAR(36) NOT NULL, 
    is_enabled BOOLEAN DEFAULT true NOT NULL, 
    changed_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_organization_feature_flags PRIMARY KEY (organization_id, feature_flag_id), 
    CONSTRAINT fk_organization_feature_flags_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_organization_feature_flags_feature_flag_id FOREIGN KEY(feature_flag_id) REFERENCES feature_flags (id) ON DELETE CASCADE, 
    CONSTRAINT fk_organization_feature_flags_changed_by_id FOREIGN KEY(changed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

INSERT INTO alembic_version (version_num) VALUES ('1a5c0e7d9b32') RETURNING alembic_version.version_num;

-- Running upgrade 1a5c0e7d9b32 -> 3c9e7a54b810

CREATE SEQUENCE deal_number_seq START WITH 1000 INCREMENT BY 1 CACHE 10;

CREATE TABLE deal_sources (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    is_active BOOLEAN DEFAULT true NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_sources PRIMARY KEY (id), 
    CONSTRAINT uq_deal_sources_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_deal_sources_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_sources_organization_id ON deal_sources (organization_id);

CREATE TABLE deal_stages (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    position INTEGER NOT NULL, 
    win_probability SMALLINT DEFAULT 0 NOT NULL, 
    is_terminal BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_stages PRIMARY KEY (id), 
    CONSTRAINT uq_deal_stages_position UNIQUE (organization_id, position) DEFERRABLE INITIALLY DEFERRED, 
    CONSTRAINT ck_deal_stages_win_probability_range CHECK (win_probability BETWEEN 0 AND 100), 
    CONSTRAINT fk_deal_stages_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE TABLE companies (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(255) NOT NULL, 
    legal_name VARCHAR(255), 
    registration_number VARCHAR(64), 
    country CHAR(2), 
    website VARCHAR(512), 
    employee_count INTEGER, 
    founded_year INTEGER, 
    description TEXT, 
    parent_id VARCHAR(36), 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_companies PRIMARY KEY (id), 
    CONSTRAINT ck_companies_employee_count_positive CHECK (employee_count >= 0), 
    CONSTRAINT fk_companies_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_companies_parent_id FOREIGN KEY(parent_id) REFERENCES companies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_companies_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_companies_organization_id ON companies (organization_id);

CREATE INDEX ix_companies_parent_id ON companies (parent_id);

CREATE INDEX ix_companies_name_lower ON companies (organization_id, lower(name));

CREATE TYPE deal_kind AS ENUM ('acquisition', 'merger', 'divestiture', 'minority_stake', 'joint_venture');

CREATE TYPE deal_stage AS ENUM ('sourcing', 'screening', 'nda', 'loi', 'due_diligence', 'negotiation', 'signed', 'closed', 'lost');

CREATE TABLE deals (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    number BIGINT DEFAULT nextval('deal_number_seq'::regclass) NOT NULL, 
    name VARCHAR(255) NOT NULL, 
    code_name VARCHAR(80), 
    kind deal_kind DEFAULT 'acquisition' NOT NULL, 
    stage deal_stage DEFAULT 'sourcing' NOT NULL, 
    stage_id VARCHAR(36), 
    target_company_id VARCHAR(36), 
    source_id VARCHAR(36), 
    owner_id VARCHAR(36) NOT NULL, 
    created_by_id VARCHAR(36), 
    value NUMERIC(18, 2), 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    probability SMALLINT DEFAULT 10 NOT NULL, 
    expected_close_date DATE, 
    closed_on DATE, 
    is_confidential BOOLEAN DEFAULT true NOT NULL, 
    custom_fields JSONB DEFAULT '{}'::jsonb NOT NULL, 
    archived_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deals PRIMARY KEY (id), 
    CONSTRAINT uq_deals_number UNIQUE (number), 
    CONSTRAINT ck_deals_probability_range CHECK (probability BETWEEN 0 AND 100), 
    CONSTRAINT ck_deals_value_positive CHECK (value >= 0), 
    CONSTRAINT ck_deals_currency_format CHECK (currency ~ '^[A-Z]{3}$'), 
    CONSTRAINT fk_deals_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deals_stage_id FOREIGN KEY(stage_id) REFERENCES deal_stages (id) ON DELETE SET NULL, 
    CONSTRAINT fk_deals_target_company_id FOREIGN KEY(target_company_id) REFERENCES companies (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_deals_source_id FOREIGN KEY(source_id) REFERENCES deal_sources (id) ON DELETE SET NULL, 
    CONSTRAINT fk_deals_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_deals_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deals_source_id ON deals (source_id);

CREATE INDEX ix_deals_stage_id ON deals (stage_id);

CREATE INDEX ix_deals_organization_id ON deals (organization_id);

CREATE INDEX ix_deals_target_company_id ON deals (target_company_id);

CREATE INDEX ix_deals_owner_id ON deals (owner_id);

COMMENT ON COLUMN deals.code_name IS 'Used in every outgoing message until the deal is announced';

ALTER SEQUENCE deal_number_seq OWNED BY deals.number;

CREATE INDEX ix_deals_organization_id_stage ON deals (organization_id, stage) WHERE archived_at IS NULL;

CREATE INDEX ix_deals_custom_fields ON deals USING gin (custom_fields);

CREATE TABLE deal_stage_history (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    from_stage deal_stage, 
    to_stage deal_stage NOT NULL, 
    changed_by_id VARCHAR(36), 
    reason TEXT, 
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_stage_history PRIMARY KEY (id), 
    CONSTRAINT fk_deal_stage_history_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_stage_history_changed_by_id FOREIGN KEY(changed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_stage_history_deal_id ON deal_stage_history (deal_id);

CREATE TYPE deal_role AS ENUM ('lead', 'analyst', 'legal', 'finance', 'observer');

CREATE TABLE deal_members (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    role deal_role DEFAULT 'analyst' NOT NULL, 
    added_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_members PRIMARY KEY (id), 
    CONSTRAINT uq_deal_members_deal_id_user_id UNIQUE (deal_id, user_id), 
    CONSTRAINT fk_deal_members_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_members_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_members_added_by_id FOREIGN KEY(added_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_members_user_id ON deal_members (user_id);

CREATE TABLE deal_activities (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    actor_id VARCHAR(36), 
    activity_type VARCHAR(60) NOT NULL, 
    subject VARCHAR(255), 
    payload JSONB DEFAULT '{}'::jsonb NOT NULL, 
    occurred_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_activities PRIMARY KEY (id), 
    CONSTRAINT fk_deal_activities_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_activities_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_activities_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_activities_actor_id ON deal_activities (actor_id);

CREATE INDEX ix_deal_activities_deal_id_occurred_at ON deal_activities (deal_id, occurred_at DESC);

CREATE TABLE deal_notes (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    author_id VARCHAR(36) NOT NULL, 
    body TEXT NOT NULL, 
    is_pinned BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_notes PRIMARY KEY (id), 
    CONSTRAINT ck_deal_notes_body_not_blank CHECK (length(btrim(body)) > 0), 
    CONSTRAINT fk_deal_notes_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_notes_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_deal_notes_deal_id ON deal_notes (deal_id);

CREATE TABLE deal_tags (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(60) NOT NULL, 
    color VARCHAR(7) DEFAULT '#64748b' NOT NULL, 
    CONSTRAINT pk_deal_tags PRIMARY KEY (id), 
    CONSTRAINT uq_deal_tags_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT ck_deal_tags_color_format CHECK (color ~ '^#[0-9a-f]{6}$'), 
    CONSTRAINT fk_deal_tags_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_tags_organization_id ON deal_tags (organization_id);

CREATE TABLE deal_tag_assignments (
    deal_id VARCHAR(36) NOT NULL, 
    tag_id VARCHAR(36) NOT NULL, 
    assigned_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_tag_assignments PRIMARY KEY (deal_id, tag_id), 
    CONSTRAINT fk_deal_tag_assignments_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_tag_assignments_tag_id FOREIGN KEY(tag_id) REFERENCES deal_tags (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_tag_assignments_assigned_by_id FOREIGN KEY(assigned_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE deal_milestones (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    due_on DATE NOT NULL, 
    reached_on DATE, 
    owner_id VARCHAR(36), 
    position INTEGER DEFAULT 0 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_milestones PRIMARY KEY (id), 
    CONSTRAINT fk_deal_milestones_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_milestones_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_milestones_deal_id ON deal_milestones (deal_id);

CREATE TYPE risk_severity AS ENUM ('low', 'medium', 'high', 'critical');

CREATE TABLE deal_risks (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    description TEXT, 
    severity risk_severity DEFAULT 'medium' NOT NULL, 
    likelihood SMALLINT DEFAULT 3 NOT NULL, 
    owner_id VARCHAR(36), 
    raised_by_id VARCHAR(36), 
    resolved_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_risks PRIMARY KEY (id), 
    CONSTRAINT ck_deal_risks_likelihood_range CHECK (likelihood BETWEEN 1 AND 5), 
    CONSTRAINT fk_deal_risks_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_risks_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_deal_risks_raised_by_id FOREIGN KEY(raised_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_risks_deal_id ON deal_risks (deal_id);

CREATE TABLE deal_competitors (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    expected_bid NUMERIC(18, 2), 
    notes TEXT, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_competitors PRIMARY KEY (id), 
    CONSTRAINT uq_deal_competitors_deal_id_company_id UNIQUE (deal_id, company_id), 
    CONSTRAINT fk_deal_competitors_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_competitors_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_competitors_deal_id ON deal_competitors (deal_id);

CREATE INDEX ix_deal_competitors_company_id ON deal_competitors (company_id);

CREATE TABLE company_aliases (
    id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    alias VARCHAR(255) NOT NULL, 
    CONSTRAINT pk_company_aliases PRIMARY KEY (id), 
    CONSTRAINT uq_company_aliases_company_id_alias UNIQUE (company_id, alias), 
    CONSTRAINT fk_company_aliases_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE TABLE company_financials (
    id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    fiscal_year INTEGER NOT NULL, 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    revenue NUMERIC(18, 2), 
    ebitda NUMERIC(18, 2), 
    net_income NUMERIC(18, 2), 
    net_debt NUMERIC(18, 2), 
    ebitda_margin NUMERIC(9, 4) GENERATED ALWAYS AS (CASE WHEN revenue <> 0 THEN ebitda / revenue END) STORED, 
    entered_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_company_financials PRIMARY KEY (id), 
    CONSTRAINT uq_company_financials_company_id_fiscal_year UNIQUE (company_id, fiscal_year), 
    CONSTRAINT fk_company_financials_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_company_financials_entered_by_id FOREIGN KEY(entered_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_company_financials_company_id ON company_financials (company_id);

CREATE TABLE contacts (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    first_name VARCHAR(100) NOT NULL, 
    last_name VARCHAR(100) NOT NULL, 
    email VARCHAR(320), 
    phone VARCHAR(40), 
    job_title VARCHAR(150), 
    owner_id VARCHAR(36), 
    notes TEXT, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_contacts PRIMARY KEY (id), 
    CONSTRAINT fk_contacts_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_contacts_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_contacts_organization_id ON contacts (organization_id);

CREATE INDEX ix_contacts_email_lower ON contacts (lower(email)) WHERE email IS NOT NULL;

CREATE TABLE company_contacts (
    company_id VARCHAR(36) NOT NULL, 
    contact_id VARCHAR(36) NOT NULL, 
    is_primary BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_company_contacts PRIMARY KEY (company_id, contact_id), 
    CONSTRAINT fk_company_contacts_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_company_contacts_contact_id FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE
);

CREATE TYPE deal_party AS ENUM ('target', 'buyer', 'seller', 'adviser', 'lender');

CREATE TABLE deal_companies (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    party deal_party NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_companies PRIMARY KEY (id), 
    CONSTRAINT uq_deal_companies_deal_id_company_id_party UNIQUE (deal_id, company_id, party), 
    CONSTRAINT fk_deal_companies_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_companies_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_deal_companies_company_id ON deal_companies (company_id);

CREATE TABLE deal_contacts (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    contact_id VARCHAR(36) NOT NULL, 
    role VARCHAR(80), 
    introduced_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_contacts PRIMARY KEY (id), 
    CONSTRAINT uq_deal_contacts_deal_id_contact_id UNIQUE (deal_id, contact_id), 
    CONSTRAINT fk_deal_contacts_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_contacts_contact_id FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_contacts_introduced_by_id FOREIGN KEY(introduced_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_contacts_contact_id ON deal_contacts (contact_id);

CREATE TYPE interaction_channel AS ENUM ('email', 'call', 'meeting', 'message');

CREATE TABLE interactions (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    contact_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36), 
    user_id VARCHAR(36) NOT NULL, 
    channel interaction_channel DEFAULT 'email' NOT NULL, 
    subject VARCHAR(255), 
    summary TEXT, 
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_interactions PRIMARY KEY (id), 
    CONSTRAINT fk_interactions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_interactions_contact_id FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE, 
    CONSTRAINT fk_interactions_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL, 
    CONSTRAINT fk_interactions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_interactions_contact_id ON interactions (contact_id);

CREATE INDEX ix_interactions_organization_id ON interactions (organization_id);

CREATE INDEX ix_interactions_deal_id ON interactions (deal_id);

CREATE TABLE buyer_lists (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_buyer_lists PRIMARY KEY (id), 
    CONSTRAINT fk_buyer_lists_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_buyer_lists_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_buyer_lists_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_buyer_lists_deal_id ON buyer_lists (deal_id);

CREATE INDEX ix_buyer_lists_organization_id ON buyer_lists (organization_id);

CREATE TABLE buyer_list_entries (
    id VARCHAR(36) NOT NULL, 
    buyer_list_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    priority INTEGER DEFAULT 3 NOT NULL, 
    status VARCHAR(30) DEFAULT 'identified' NOT NULL, 
    assigned_to_id VARCHAR(36), 
    contacted_at TIMESTAMP WITH TIME ZONE, 
    CONSTRAINT pk_buyer_list_entries PRIMARY KEY (id), 
    CONSTRAINT uq_buyer_list_entries_buyer_list_id_company_id UNIQUE (buyer_list_id, company_id), 
    CONSTRAINT ck_buyer_list_entries_priority_range CHECK (priority BETWEEN 1 AND 5), 
    CONSTRAINT fk_buyer_list_entries_buyer_list_id FOREIGN KEY(buyer_list_id) REFERENCES buyer_lists (id) ON DELETE CASCADE, 
    CONSTRAINT fk_buyer_list_entries_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_buyer_list_entries_assigned_to_id FOREIGN KEY(assigned_to_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_buyer_list_entries_company_id ON buyer_list_entries (company_id);

CREATE TABLE ndas (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36), 
    is_mutual BOOLEAN DEFAULT true NOT NULL, 
    signed_on DATE, 
    expires_on DATE, 
    sent_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_ndas PRIMARY KEY (id), 
    CONSTRAINT ck_ndas_expires_after_signing CHECK (expires_on > signed_on), 
    CONSTRAINT fk_ndas_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_ndas_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_ndas_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_ndas_sent_by_id FOREIGN KEY(sent_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_ndas_organization_id ON ndas (organization_id);

CREATE INDEX ix_ndas_deal_id ON ndas (deal_id);

CREATE INDEX ix_ndas_company_id ON ndas (company_id);

CREATE TABLE letters_of_intent (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    revision_number INTEGER DEFAULT 1 NOT NULL, 
    offer_value NUMERIC(18, 2) NOT NULL, 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    exclusivity_days INTEGER DEFAULT 0 NOT NULL, 
    submitted_by_id VARCHAR(36), 
    approved_by_id VARCHAR(36), 
    submitted_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_letters_of_intent PRIMARY KEY (id), 
    CONSTRAINT uq_letters_of_intent_deal_id_revision_number UNIQUE (deal_id, revision_number), 
    CONSTRAINT ck_letters_of_intent_four_eyes CHECK (approved_by_id <> submitted_by_id), 
    CONSTRAINT fk_letters_of_intent_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_letters_of_intent_submitted_by_id FOREIGN KEY(submitted_by_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_letters_of_intent_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_letters_of_intent_deal_id ON letters_of_intent (deal_id);

CREATE TABLE term_sheets (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    terms JSONB DEFAULT '[]'::jsonb NOT NULL, 
    status VARCHAR(30) DEFAULT 'draft' NOT NULL, 
    drafted_by_id VARCHAR(36), 
    valid_until DATE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_term_sheets PRIMARY KEY (id), 
    CONSTRAINT fk_term_sheets_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_term_sheets_drafted_by_id FOREIGN KEY(drafted_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_term_sheets_deal_id ON term_sheets (deal_id);

CREATE TABLE deal_fees (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    fee_type VARCHAR(40) NOT NULL, 
    amount NUMERIC(18, 2), 
    percentage NUMERIC(9, 4), 
    payable_to_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_deal_fees PRIMARY KEY (id), 
    CONSTRAINT ck_deal_fees_amount_or_percentage CHECK (num_nonnulls(amount, percentage) >= 1), 
    CONSTRAINT fk_deal_fees_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_deal_fees_payable_to_id FOREIGN KEY(payable_to_id) REFERENCES companies (id) ON DELETE SET NULL
);

CREATE INDEX ix_deal_fees_deal_id ON deal_fees (deal_id);

UPDATE alembic_version SET version_num='3c9e7a54b810' WHERE alembic_version.version_num = '1a5c0e7d9b32';

-- Running upgrade 3c9e7a54b810 -> 5f20d1b6e94c

CREATE TABLE retention_policies (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    keep_for INTERVAL DEFAULT '7 years'::interval NOT NULL, 
    is_legal_hold BOOLEAN DEFAULT false NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_retention_policies PRIMARY KEY (id), 
    CONSTRAINT uq_retention_policies_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_retention_policies_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_retention_policies_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_retention_policies_organization_id ON retention_policies (organization_id);

CREATE TYPE data_room_status AS ENUM ('preparing', 'open', 'frozen', 'closed');

CREATE TABLE data_rooms (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    name VARCHAR(200) NOT NULL, 
    status data_room_status DEFAULT 'preparing' NOT NULL, 
    retention_policy_id VARCHAR(36), 
    owner_id VARCHAR(36) NOT NULL, 
    opens_at TIMESTAMP WITH TIME ZONE, 
    closes_at TIMESTAMP WITH TIME ZONE, 
    watermark_downloads BOOLEAN DEFAULT true NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_data_rooms PRIMARY KEY (id), 
    CONSTRAINT ck_data_rooms_closes_after_opening CHECK (closes_at > opens_at), 
    CONSTRAINT fk_data_rooms_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_rooms_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_rooms_retention_policy_id FOREIGN KEY(retention_policy_id) REFERENCES retention_policies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_data_rooms_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_data_rooms_organization_id ON data_rooms (organization_id);

CREATE INDEX ix_data_rooms_deal_id ON data_rooms (deal_id);

CREATE TABLE data_room_groups (
    id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    company_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_data_room_groups PRIMARY KEY (id), 
    CONSTRAINT uq_data_room_groups_data_room_id_name UNIQUE (data_room_id, name), 
    CONSTRAINT fk_data_room_groups_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_room_groups_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE SET NULL
);

CREATE INDEX ix_data_room_groups_company_id ON data_room_groups (company_id);

CREATE TABLE data_room_members (
    id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36) NOT NULL, 
    group_id VARCHAR(36), 
    user_id VARCHAR(36) NOT NULL, 
    invited_by_id VARCHAR(36), 
    nda_accepted_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_data_room_members PRIMARY KEY (id), 
    CONSTRAINT uq_data_room_members_data_room_id_user_id UNIQUE (data_room_id, user_id), 
    CONSTRAINT fk_data_room_members_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_room_members_group_id FOREIGN KEY(group_id) REFERENCES data_room_groups (id) ON DELETE SET NULL, 
    CONSTRAINT fk_data_room_members_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_room_members_invited_by_id FOREIGN KEY(invited_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_data_room_members_user_id ON data_room_members (user_id);

CREATE INDEX ix_data_room_members_group_id ON data_room_members (group_id);

CREATE TABLE document_types (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    code VARCHAR(60) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    extensions TEXT[] DEFAULT ARRAY['pdf'::text, 'docx'::text, 'xlsx'::text] NOT NULL, 
    CONSTRAINT pk_document_types PRIMARY KEY (id), 
    CONSTRAINT uq_document_types_organization_id_code UNIQUE (organization_id, code), 
    CONSTRAINT fk_document_types_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_types_organization_id ON document_types (organization_id);

CREATE TYPE document_status AS ENUM ('uploading', 'processing', 'available', 'quarantined', 'archived');

CREATE TYPE document_sensitivity AS ENUM ('public', 'internal', 'confidential', 'restricted');

CREATE TABLE documents (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36), 
    deal_id VARCHAR(36), 
    document_type_id VARCHAR(36), 
    title VARCHAR(255) NOT NULL, 
    file_name VARCHAR(255) NOT NULL, 
    mime_type VARCHAR(127) DEFAULT 'application/octet-stream' NOT NULL, 
    size_bytes BIGINT DEFAULT 0 NOT NULL, 
    sha256 CHAR(64) NOT NULL, 
    status document_status DEFAULT 'uploading' NOT NULL, 
    sensitivity document_sensitivity DEFAULT 'confidential' NOT NULL, 
    uploaded_by_id VARCHAR(36) NOT NULL, 
    locked_by_id VARCHAR(36), 
    search_text TSVECTOR GENERATED ALWAYS AS (to_tsvector('english'::regconfig, title::text)) STORED, 
    deleted_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_documents PRIMARY KEY (id), 
    CONSTRAINT ck_documents_size_positive CHECK (size_bytes >= 0), 
    CONSTRAINT fk_documents_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_documents_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE SET NULL, 
    CONSTRAINT fk_documents_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL, 
    CONSTRAINT fk_documents_document_type_id FOREIGN KEY(document_type_id) REFERENCES document_types (id) ON DELETE SET NULL, 
    CONSTRAINT fk_documents_uploaded_by_id FOREIGN KEY(uploaded_by_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_documents_locked_by_id FOREIGN KEY(locked_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_documents_organization_id ON documents (organization_id);

CREATE INDEX ix_documents_document_type_id ON documents (document_type_id);

CREATE INDEX ix_documents_uploaded_by_id ON documents (uploaded_by_id);

CREATE INDEX ix_documents_deal_id ON documents (deal_id);

CREATE INDEX ix_documents_data_room_id_status ON documents (data_room_id, status) WHERE deleted_at IS NULL;

CREATE INDEX ix_documents_search_text ON documents USING gin (search_text);

CREATE INDEX ix_documents_sha256 ON documents USING hash (sha256);

CREATE TABLE document_versions (
    id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    version_number INTEGER NOT NULL, 
    storage_key VARCHAR(1024) NOT NULL, 
    size_bytes BIGINT NOT NULL, 
    created_by_id VARCHAR(36), 
    change_note TEXT, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_versions PRIMARY KEY (id), 
    CONSTRAINT uq_document_versions_document_id_version_number UNIQUE (document_id, version_number), 
    CONSTRAINT ck_document_versions_version_number_positive CHECK (version_number > 0), 
    CONSTRAINT fk_document_versions_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_versions_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE document_tags (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(60) NOT NULL, 
    CONSTRAINT pk_document_tags PRIMARY KEY (id), 
    CONSTRAINT uq_document_tags_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_document_tags_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE TABLE document_tag_assignments (
    document_id VARCHAR(36) NOT NULL, 
    tag_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_tag_assignments PRIMARY KEY (document_id, tag_id), 
    CONSTRAINT fk_document_tag_assignments_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_tag_assignments_tag_id FOREIGN KEY(tag_id) REFERENCES document_tags (id) ON DELETE CASCADE
);

CREATE TABLE document_permissions (
    id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36), 
    group_id VARCHAR(36), 
    can_view BOOLEAN DEFAULT true NOT NULL, 
    can_download BOOLEAN DEFAULT false NOT NULL, 
    can_print BOOLEAN DEFAULT false NOT NULL, 
    granted_by_id VARCHAR(36), 
    expires_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_permissions PRIMARY KEY (id), 
    CONSTRAINT fk_document_permissions_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_permissions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_document_permissions_group_id FOREIGN KEY(group_id) REFERENCES data_room_groups (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_permissions_granted_by_id FOREIGN KEY(granted_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_permissions_document_id ON document_permissions (document_id);

CREATE INDEX ix_document_permissions_user_id ON document_permissions (user_id);

CREATE INDEX ix_document_permissions_group_id ON document_permissions (group_id);

CREATE TYPE access_effect AS ENUM ('allow', 'deny');

CREATE TABLE data_room_access_rules (
    id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36) NOT NULL, 
    group_id VARCHAR(36), 
    path_prefix VARCHAR(1024) DEFAULT '/' NOT NULL, 
    effect access_effect DEFAULT 'allow' NOT NULL, 
    priority INTEGER DEFAULT 100 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_data_room_access_rules PRIMARY KEY (id), 
    CONSTRAINT fk_data_room_access_rules_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_room_access_rules_group_id FOREIGN KEY(group_id) REFERENCES data_room_groups (id) ON DELETE CASCADE
);

CREATE INDEX ix_data_room_access_rules_group_id ON data_room_access_rules (group_id);

CREATE INDEX ix_data_room_access_rules_data_room_id ON data_room_access_rules (data_room_id);

CREATE TABLE data_room_visits (
    id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    ip_address INET, 
    entered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    left_at TIMESTAMP WITH TIME ZONE, 
    CONSTRAINT pk_data_room_visits PRIMARY KEY (id), 
    CONSTRAINT fk_data_room_visits_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE, 
    CONSTRAINT fk_data_room_visits_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_data_room_visits_entered_at ON data_room_visits USING brin (entered_at);

CREATE TABLE document_views (
    id BIGSERIAL NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    page_count INTEGER DEFAULT 0 NOT NULL, 
    seconds INTEGER DEFAULT 0 NOT NULL, 
    viewed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_views PRIMARY KEY (id), 
    CONSTRAINT fk_document_views_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_views_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_document_views_document_id ON document_views (document_id);

CREATE TABLE document_comments (
    id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    parent_id VARCHAR(36), 
    author_id VARCHAR(36) NOT NULL, 
    page_number INTEGER, 
    body TEXT NOT NULL, 
    resolved_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_comments PRIMARY KEY (id), 
    CONSTRAINT fk_document_comments_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_comments_parent_id FOREIGN KEY(parent_id) REFERENCES document_comments (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_comments_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_document_comments_resolved_by_id FOREIGN KEY(resolved_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_comments_document_id ON document_comments (document_id);

CREATE INDEX ix_document_comments_parent_id ON document_comments (parent_id);

CREATE TABLE document_redactions (
    id VARCHAR(36) NOT NULL, 
    document_version_id VARCHAR(36) NOT NULL, 
    page_number INTEGER DEFAULT 1 NOT NULL, 
    regions JSONB DEFAULT '[]'::jsonb NOT NULL, 
    reason VARCHAR(200) NOT NULL, 
    applied_by_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_redactions PRIMARY KEY (id), 
    CONSTRAINT fk_document_redactions_document_version_id FOREIGN KEY(document_version_id) REFERENCES document_versions (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_redactions_applied_by_id FOREIGN KEY(applied_by_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_document_redactions_document_version_id ON document_redactions (document_version_id);

CREATE TABLE signature_requests (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    provider VARCHAR(40) DEFAULT 'internal' NOT NULL, 
    status VARCHAR(30) DEFAULT 'draft' NOT NULL, 
    requested_by_id VARCHAR(36) NOT NULL, 
    expires_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_signature_requests PRIMARY KEY (id), 
    CONSTRAINT fk_signature_requests_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_signature_requests_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_signature_requests_requested_by_id FOREIGN KEY(requested_by_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_signature_requests_organization_id ON signature_requests (organization_id);

CREATE INDEX ix_signature_requests_document_id ON signature_requests (document_id);

CREATE TABLE document_signatures (
    id VARCHAR(36) NOT NULL, 
    signature_request_id VARCHAR(36) NOT NULL, 
    signer_id VARCHAR(36), 
    signer_email VARCHAR(320) NOT NULL, 
    signed_at TIMESTAMP WITH TIME ZONE, 
    certificate_serial VARCHAR(128), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_signatures PRIMARY KEY (id), 
    CONSTRAINT fk_document_signatures_signature_request_id FOREIGN KEY(signature_request_id) REFERENCES signature_requests (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_signatures_signer_id FOREIGN KEY(signer_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_signatures_signature_request_id ON document_signatures (signature_request_id);

CREATE TABLE document_extractions (
    id VARCHAR(36) NOT NULL, 
    document_version_id VARCHAR(36) NOT NULL, 
    model VARCHAR(80) NOT NULL, 
    fields JSONB DEFAULT '{}'::jsonb NOT NULL, 
    confidence NUMERIC(9, 4), 
    reviewed_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_extractions PRIMARY KEY (id), 
    CONSTRAINT ck_document_extractions_confidence_range CHECK (confidence BETWEEN 0 AND 1), 
    CONSTRAINT fk_document_extractions_document_version_id FOREIGN KEY(document_version_id) REFERENCES document_versions (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_extractions_reviewed_by_id FOREIGN KEY(reviewed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_document_extractions_document_version_id ON document_extractions (document_version_id);

CREATE TABLE watermarks (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    template VARCHAR(255) DEFAULT '{{ email }} {{ date }}' NOT NULL, 
    opacity REAL DEFAULT 0.25 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_watermarks PRIMARY KEY (id), 
    CONSTRAINT fk_watermarks_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_watermarks_organization_id ON watermarks (organization_id);

CREATE TABLE document_shares (
    id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    shared_by_id VARCHAR(36) NOT NULL, 
    token_hash VARCHAR(64) NOT NULL, 
    max_downloads INTEGER, 
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_document_shares PRIMARY KEY (id), 
    CONSTRAINT uq_document_shares_token_hash UNIQUE (token_hash), 
    CONSTRAINT fk_document_shares_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_document_shares_shared_by_id FOREIGN KEY(shared_by_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_document_shares_document_id ON document_shares (document_id);

UPDATE alembic_version SET version_num='5f20d1b6e94c' WHERE alembic_version.version_num = '3c9e7a54b810';

-- Running upgrade 5f20d1b6e94c -> 72b8e3059dfa

CREATE TABLE diligence_templates (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    name VARCHAR(160) NOT NULL, 
    description TEXT, 
    is_published BOOLEAN DEFAULT false NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_templates PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_templates_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_templates_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_templates_organization_id ON diligence_templates (organization_id);

CREATE TABLE diligence_template_items (
    id VARCHAR(36) NOT NULL, 
    template_id VARCHAR(36) NOT NULL, 
    parent_id VARCHAR(36), 
    title VARCHAR(300) NOT NULL, 
    guidance TEXT, 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_diligence_template_items PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_template_items_template_id FOREIGN KEY(template_id) REFERENCES diligence_templates (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_template_items_parent_id FOREIGN KEY(parent_id) REFERENCES diligence_template_items (id) ON DELETE CASCADE
);

CREATE INDEX ix_diligence_template_items_template_id ON diligence_template_items (template_id);

CREATE TABLE diligence_workstreams (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    lead_id VARCHAR(36), 
    deputy_id VARCHAR(36), 
    due_on DATE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_workstreams PRIMARY KEY (id), 
    CONSTRAINT uq_diligence_workstreams_deal_id_name UNIQUE (deal_id, name), 
    CONSTRAINT fk_diligence_workstreams_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_workstreams_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_workstreams_lead_id FOREIGN KEY(lead_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_workstreams_deputy_id FOREIGN KEY(deputy_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_workstreams_deal_id ON diligence_workstreams (deal_id);

CREATE INDEX ix_diligence_workstreams_organization_id ON diligence_workstreams (organization_id);

CREATE TABLE diligence_checklists (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    template_id VARCHAR(36), 
    workstream_id VARCHAR(36), 
    name VARCHAR(160) NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_checklists PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_checklists_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_checklists_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_checklists_template_id FOREIGN KEY(template_id) REFERENCES diligence_templates (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_checklists_workstream_id FOREIGN KEY(workstream_id) REFERENCES diligence_workstreams (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_checklists_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_checklists_organization_id ON diligence_checklists (organization_id);

CREATE INDEX ix_diligence_checklists_template_id ON diligence_checklists (template_id);

CREATE INDEX ix_diligence_checklists_deal_id ON diligence_checklists (deal_id);

CREATE INDEX ix_diligence_checklists_workstream_id ON diligence_checklists (workstream_id);

CREATE TYPE diligence_status AS ENUM ('not_started', 'requested', 'in_review', 'complete', 'not_applicable');

CREATE TABLE diligence_items (
    id VARCHAR(36) NOT NULL, 
    checklist_id VARCHAR(36) NOT NULL, 
    title VARCHAR(300) NOT NULL, 
    status diligence_status DEFAULT 'not_started' NOT NULL, 
    assignee_id VARCHAR(36), 
    completed_by_id VARCHAR(36), 
    completed_at TIMESTAMP WITH TIME ZONE, 
    position INTEGER DEFAULT 0 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_items PRIMARY KEY (id), 
    CONSTRAINT ck_diligence_items_completed_at_when_complete CHECK ((status = 'complete') = (completed_at IS NOT NULL)), 
    CONSTRAINT fk_diligence_items_checklist_id FOREIGN KEY(checklist_id) REFERENCES diligence_checklists (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_items_assignee_id FOREIGN KEY(assignee_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_items_completed_by_id FOREIGN KEY(completed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_items_assignee_id ON diligence_items (assignee_id);

CREATE INDEX ix_diligence_items_checklist_id ON diligence_items (checklist_id);

CREATE TABLE diligence_item_documents (
    item_id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    linked_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_item_documents PRIMARY KEY (item_id, document_id), 
    CONSTRAINT fk_diligence_item_documents_item_id FOREIGN KEY(item_id) REFERENCES diligence_items (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_item_documents_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_item_documents_linked_by_id FOREIGN KEY(linked_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE diligence_requests (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    item_id VARCHAR(36), 
    reference VARCHAR(30) NOT NULL, 
    title VARCHAR(300) NOT NULL, 
    details TEXT, 
    priority risk_severity DEFAULT 'medium' NOT NULL, 
    requested_by_id VARCHAR(36) NOT NULL, 
    assigned_to_id VARCHAR(36), 
    due_on DATE, 
    closed_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_requests PRIMARY KEY (id), 
    CONSTRAINT uq_diligence_requests_deal_id_reference UNIQUE (deal_id, reference), 
    CONSTRAINT fk_diligence_requests_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_requests_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_requests_item_id FOREIGN KEY(item_id) REFERENCES diligence_items (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_requests_requested_by_id FOREIGN KEY(requested_by_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_diligence_requests_assigned_to_id FOREIGN KEY(assigned_to_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_requests_item_id ON diligence_requests (item_id);

CREATE INDEX ix_diligence_requests_organization_id ON diligence_requests (organization_id);

CREATE INDEX ix_diligence_requests_deal_id ON diligence_requests (deal_id);

CREATE INDEX ix_diligence_requests_assigned_to_id ON diligence_requests (assigned_to_id);

CREATE TABLE diligence_request_responses (
    id VARCHAR(36) NOT NULL, 
    request_id VARCHAR(36) NOT NULL, 
    responder_id VARCHAR(36) NOT NULL, 
    body TEXT NOT NULL, 
    document_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_request_responses PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_request_responses_request_id FOREIGN KEY(request_id) REFERENCES diligence_requests (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_request_responses_responder_id FOREIGN KEY(responder_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_diligence_request_responses_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_request_responses_request_id ON diligence_request_responses (request_id);

CREATE INDEX ix_diligence_request_responses_document_id ON diligence_request_responses (document_id);

CREATE TABLE diligence_questions (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    workstream_id VARCHAR(36), 
    asked_by_id VARCHAR(36) NOT NULL, 
    question TEXT NOT NULL, 
    is_public BOOLEAN DEFAULT false NOT NULL, 
    asked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_questions PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_questions_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_questions_workstream_id FOREIGN KEY(workstream_id) REFERENCES diligence_workstreams (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_questions_asked_by_id FOREIGN KEY(asked_by_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_diligence_questions_deal_id ON diligence_questions (deal_id);

CREATE INDEX ix_diligence_questions_workstream_id ON diligence_questions (workstream_id);

CREATE TABLE diligence_answers (
    id VARCHAR(36) NOT NULL, 
    question_id VARCHAR(36) NOT NULL, 
    answered_by_id VARCHAR(36) NOT NULL, 
    answer TEXT NOT NULL, 
    approved_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_answers PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_answers_question_id FOREIGN KEY(question_id) REFERENCES diligence_questions (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_answers_answered_by_id FOREIGN KEY(answered_by_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_diligence_answers_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_answers_question_id ON diligence_answers (question_id);

CREATE TABLE diligence_findings (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    item_id VARCHAR(36), 
    title VARCHAR(300) NOT NULL, 
    description TEXT, 
    severity risk_severity DEFAULT 'low' NOT NULL, 
    financial_impact NUMERIC(18, 2), 
    found_by_id VARCHAR(36), 
    owner_id VARCHAR(36), 
    is_deal_breaker BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_findings PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_findings_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_findings_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_findings_item_id FOREIGN KEY(item_id) REFERENCES diligence_items (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_findings_found_by_id FOREIGN KEY(found_by_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_findings_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_findings_item_id ON diligence_findings (item_id);

CREATE INDEX ix_diligence_findings_organization_id ON diligence_findings (organization_id);

CREATE INDEX ix_diligence_findings_deal_id ON diligence_findings (deal_id);

CREATE INDEX ix_diligence_findings_open_critical ON diligence_findings (deal_id) WHERE severity = 'critical' AND is_deal_breaker;

CREATE TABLE diligence_finding_mitigations (
    id VARCHAR(36) NOT NULL, 
    finding_id VARCHAR(36) NOT NULL, 
    action TEXT NOT NULL, 
    owner_id VARCHAR(36), 
    due_on DATE, 
    done_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_finding_mitigations PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_finding_mitigations_finding_id FOREIGN KEY(finding_id) REFERENCES diligence_findings (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_finding_mitigations_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_finding_mitigations_finding_id ON diligence_finding_mitigations (finding_id);

CREATE TABLE diligence_reviewers (
    id VARCHAR(36) NOT NULL, 
    workstream_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    is_external BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_reviewers PRIMARY KEY (id), 
    CONSTRAINT uq_diligence_reviewers_workstream_id_user_id UNIQUE (workstream_id, user_id), 
    CONSTRAINT fk_diligence_reviewers_workstream_id FOREIGN KEY(workstream_id) REFERENCES diligence_workstreams (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_reviewers_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_diligence_reviewers_user_id ON diligence_reviewers (user_id);

CREATE TABLE diligence_reports (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    sections JSONB DEFAULT '[]'::jsonb NOT NULL, 
    document_id VARCHAR(36), 
    author_id VARCHAR(36), 
    published_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_diligence_reports PRIMARY KEY (id), 
    CONSTRAINT fk_diligence_reports_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_reports_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_diligence_reports_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE SET NULL, 
    CONSTRAINT fk_diligence_reports_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_diligence_reports_deal_id ON diligence_reports (deal_id);

CREATE INDEX ix_diligence_reports_document_id ON diligence_reports (document_id);

CREATE INDEX ix_diligence_reports_organization_id ON diligence_reports (organization_id);

CREATE TABLE expert_sessions (
    id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    expert_name VARCHAR(160) NOT NULL, 
    topic VARCHAR(200) NOT NULL, 
    booked_by_id VARCHAR(36), 
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    minutes INTEGER DEFAULT 60 NOT NULL, 
    fee NUMERIC(18, 2), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_expert_sessions PRIMARY KEY (id), 
    CONSTRAINT fk_expert_sessions_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_expert_sessions_booked_by_id FOREIGN KEY(booked_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_expert_sessions_deal_id ON expert_sessions (deal_id);

CREATE TYPE compliance_check_type AS ENUM ('sanctions', 'pep', 'adverse_media', 'beneficial_owner', 'tax');

CREATE TABLE compliance_checks (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    check_type compliance_check_type NOT NULL, 
    outcome VARCHAR(30) DEFAULT 'pending' NOT NULL, 
    evidence JSONB DEFAULT '{}'::jsonb NOT NULL, 
    performed_by_id VARCHAR(36), 
    performed_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_compliance_checks PRIMARY KEY (id), 
    CONSTRAINT fk_compliance_checks_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_compliance_checks_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_compliance_checks_performed_by_id FOREIGN KEY(performed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_compliance_checks_organization_id ON compliance_checks (organization_id);

CREATE INDEX ix_compliance_checks_company_id ON compliance_checks (company_id);

CREATE TABLE regulatory_filings (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    authority VARCHAR(120) NOT NULL, 
    jurisdiction VARCHAR(80) NOT NULL, 
    docket VARCHAR(60), 
    filed_on DATE, 
    cleared_on DATE, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_regulatory_filings PRIMARY KEY (id), 
    CONSTRAINT ck_regulatory_filings_cleared_after_filing CHECK (cleared_on >= filed_on), 
    CONSTRAINT fk_regulatory_filings_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_regulatory_filings_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_regulatory_filings_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_regulatory_filings_organization_id ON regulatory_filings (organization_id);

CREATE INDEX ix_regulatory_filings_deal_id ON regulatory_filings (deal_id);

CREATE TABLE litigation_matters (
    id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    caption VARCHAR(300) NOT NULL, 
    court VARCHAR(160), 
    exposure NUMERIC(18, 2), 
    severity risk_severity DEFAULT 'medium' NOT NULL, 
    recorded_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_litigation_matters PRIMARY KEY (id), 
    CONSTRAINT fk_litigation_matters_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_litigation_matters_recorded_by_id FOREIGN KEY(recorded_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_litigation_matters_company_id ON litigation_matters (company_id);

UPDATE alembic_version SET version_num='72b8e3059dfa' WHERE alembic_version.version_num = '5f20d1b6e94c';

-- Running upgrade 72b8e3059dfa -> 8e41c7ab30d6

CREATE TYPE valuation_method AS ENUM ('dcf', 'comparables', 'precedents', 'lbo', 'asset_based');

CREATE TABLE valuations (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    name VARCHAR(160) NOT NULL, 
    method valuation_method DEFAULT 'dcf' NOT NULL, 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    low_value NUMERIC(18, 2), 
    base_value NUMERIC(18, 2), 
    high_value NUMERIC(18, 2), 
    valued_on DATE NOT NULL, 
    prepared_by_id VARCHAR(36) NOT NULL, 
    reviewed_by_id VARCHAR(36), 
    is_final BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_valuations PRIMARY KEY (id), 
    CONSTRAINT ck_valuations_low_not_above_high CHECK (low_value <= high_value), 
    CONSTRAINT ck_valuations_four_eyes CHECK (reviewed_by_id <> prepared_by_id), 
    CONSTRAINT fk_valuations_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_valuations_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_valuations_prepared_by_id FOREIGN KEY(prepared_by_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_valuations_reviewed_by_id FOREIGN KEY(reviewed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_valuations_deal_id ON valuations (deal_id);

CREATE INDEX ix_valuations_organization_id ON valuations (organization_id);

CREATE UNIQUE INDEX uq_valuations_final ON valuations (deal_id, method) WHERE is_final;

CREATE TABLE valuation_scenarios (
    id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    probability NUMERIC(9, 4), 
    value NUMERIC(18, 2), 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_valuation_scenarios PRIMARY KEY (id), 
    CONSTRAINT uq_valuation_scenarios_valuation_id_name UNIQUE (valuation_id, name), 
    CONSTRAINT fk_valuation_scenarios_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE
);

CREATE TABLE valuation_assumptions (
    id VARCHAR(36) NOT NULL, 
    scenario_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    value NUMERIC NOT NULL, 
    unit VARCHAR(20) DEFAULT 'percent' NOT NULL, 
    rationale TEXT, 
    entered_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_valuation_assumptions PRIMARY KEY (id), 
    CONSTRAINT fk_valuation_assumptions_scenario_id FOREIGN KEY(scenario_id) REFERENCES valuation_scenarios (id) ON DELETE CASCADE, 
    CONSTRAINT fk_valuation_assumptions_entered_by_id FOREIGN KEY(entered_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_valuation_assumptions_scenario_id ON valuation_assumptions (scenario_id);

CREATE TABLE valuation_approvals (
    id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    approver_id VARCHAR(36) NOT NULL, 
    is_approved BOOLEAN DEFAULT false NOT NULL, 
    comment TEXT, 
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_valuation_approvals PRIMARY KEY (id), 
    CONSTRAINT fk_valuation_approvals_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_valuation_approvals_approver_id FOREIGN KEY(approver_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_valuation_approvals_valuation_id ON valuation_approvals (valuation_id);

CREATE TABLE dcf_models (
    id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    wacc NUMERIC(9, 4) NOT NULL, 
    terminal_growth NUMERIC(9, 4) NOT NULL, 
    projection_years INTEGER DEFAULT 5 NOT NULL, 
    built_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_dcf_models PRIMARY KEY (id), 
    CONSTRAINT uq_dcf_models_valuation_id UNIQUE (valuation_id), 
    CONSTRAINT ck_dcf_models_wacc_above_growth CHECK (wacc > terminal_growth), 
    CONSTRAINT fk_dcf_models_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_dcf_models_built_by_id FOREIGN KEY(built_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE dcf_cash_flows (
    dcf_model_id VARCHAR(36) NOT NULL, 
    year_index SMALLINT NOT NULL, 
    free_cash_flow NUMERIC(18, 2) DEFAULT 0 NOT NULL, 
    discount_factor NUMERIC(9, 4), 
    CONSTRAINT pk_dcf_cash_flows PRIMARY KEY (dcf_model_id, year_index), 
    CONSTRAINT fk_dcf_cash_flows_dcf_model_id FOREIGN KEY(dcf_model_id) REFERENCES dcf_models (id) ON DELETE CASCADE
);

CREATE TABLE comparable_sets (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_comparable_sets PRIMARY KEY (id), 
    CONSTRAINT fk_comparable_sets_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_comparable_sets_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_comparable_sets_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_comparable_sets_valuation_id ON comparable_sets (valuation_id);

CREATE INDEX ix_comparable_sets_organization_id ON comparable_sets (organization_id);

CREATE TABLE comparable_companies (
    id VARCHAR(36) NOT NULL, 
    comparable_set_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    ev_to_revenue NUMERIC(9, 4), 
    ev_to_ebitda NUMERIC(9, 4), 
    price_to_earnings NUMERIC(9, 4), 
    is_excluded BOOLEAN DEFAULT false NOT NULL, 
    CONSTRAINT pk_comparable_companies PRIMARY KEY (id), 
    CONSTRAINT uq_comparable_companies_comparable_set_id_company_id UNIQUE (comparable_set_id, company_id), 
    CONSTRAINT fk_comparable_companies_comparable_set_id FOREIGN KEY(comparable_set_id) REFERENCES comparable_sets (id) ON DELETE CASCADE, 
    CONSTRAINT fk_comparable_companies_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE
);

CREATE INDEX ix_comparable_companies_company_id ON comparable_companies (company_id);

CREATE TABLE precedent_transactions (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    target_id VARCHAR(36), 
    acquirer_id VARCHAR(36), 
    announced_on DATE NOT NULL, 
    enterprise_value NUMERIC(18, 2), 
    ev_to_ebitda NUMERIC(9, 4), 
    source VARCHAR(200), 
    entered_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_precedent_transactions PRIMARY KEY (id), 
    CONSTRAINT ck_precedent_transactions_two_parties CHECK (target_id <> acquirer_id), 
    CONSTRAINT fk_precedent_transactions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_precedent_transactions_target_id FOREIGN KEY(target_id) REFERENCES companies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_precedent_transactions_acquirer_id FOREIGN KEY(acquirer_id) REFERENCES companies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_precedent_transactions_entered_by_id FOREIGN KEY(entered_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_precedent_transactions_organization_id ON precedent_transactions (organization_id);

CREATE INDEX ix_precedent_transactions_acquirer_id ON precedent_transactions (acquirer_id);

CREATE INDEX ix_precedent_transactions_target_id ON precedent_transactions (target_id);

CREATE TABLE lbo_models (
    id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    entry_multiple NUMERIC(9, 4) NOT NULL, 
    exit_multiple NUMERIC(9, 4) NOT NULL, 
    holding_years INTEGER DEFAULT 5 NOT NULL, 
    target_irr NUMERIC(9, 4), 
    built_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_lbo_models PRIMARY KEY (id), 
    CONSTRAINT uq_lbo_models_valuation_id UNIQUE (valuation_id), 
    CONSTRAINT fk_lbo_models_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_lbo_models_built_by_id FOREIGN KEY(built_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE debt_tranches (
    id VARCHAR(36) NOT NULL, 
    lbo_model_id VARCHAR(36) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    seniority INTEGER DEFAULT 1 NOT NULL, 
    amount NUMERIC(18, 2) NOT NULL, 
    interest_rate NUMERIC(9, 4) NOT NULL, 
    is_bullet BOOLEAN DEFAULT false NOT NULL, 
    CONSTRAINT pk_debt_tranches PRIMARY KEY (id), 
    CONSTRAINT fk_debt_tranches_lbo_model_id FOREIGN KEY(lbo_model_id) REFERENCES lbo_models (id) ON DELETE CASCADE
);

CREATE INDEX ix_debt_tranches_lbo_model_id ON debt_tranches (lbo_model_id);

CREATE TYPE synergy_kind AS ENUM ('cost', 'revenue', 'tax', 'financing');

CREATE TABLE synergies (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    kind synergy_kind NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    annual_value NUMERIC(18, 2), 
    one_off_cost NUMERIC(18, 2) DEFAULT 0.00 NOT NULL, 
    confidence NUMERIC(9, 4), 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_synergies PRIMARY KEY (id), 
    CONSTRAINT fk_synergies_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_synergies_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_synergies_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_synergies_organization_id ON synergies (organization_id);

CREATE INDEX ix_synergies_deal_id ON synergies (deal_id);

CREATE TABLE sensitivity_tables (
    id VARCHAR(36) NOT NULL, 
    valuation_id VARCHAR(36) NOT NULL, 
    row_variable VARCHAR(80) NOT NULL, 
    column_variable VARCHAR(80) NOT NULL, 
    cells JSONB DEFAULT '[]'::jsonb NOT NULL, 
    computed_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_sensitivity_tables PRIMARY KEY (id), 
    CONSTRAINT fk_sensitivity_tables_valuation_id FOREIGN KEY(valuation_id) REFERENCES valuations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_sensitivity_tables_computed_by_id FOREIGN KEY(computed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_sensitivity_tables_valuation_id ON sensitivity_tables (valuation_id);

CREATE TYPE statement_kind AS ENUM ('income', 'balance_sheet', 'cash_flow');

CREATE TABLE financial_statements (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    company_id VARCHAR(36) NOT NULL, 
    statement statement_kind NOT NULL, 
    period_start DATE NOT NULL, 
    period_end DATE NOT NULL, 
    is_audited BOOLEAN DEFAULT false NOT NULL, 
    document_id VARCHAR(36), 
    imported_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_financial_statements PRIMARY KEY (id), 
    CONSTRAINT ck_financial_statements_period_order CHECK (period_end > period_start), 
    CONSTRAINT fk_financial_statements_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_financial_statements_company_id FOREIGN KEY(company_id) REFERENCES companies (id) ON DELETE CASCADE, 
    CONSTRAINT fk_financial_statements_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE SET NULL, 
    CONSTRAINT fk_financial_statements_imported_by_id FOREIGN KEY(imported_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_financial_statements_company_id ON financial_statements (company_id);

CREATE INDEX ix_financial_statements_organization_id ON financial_statements (organization_id);

CREATE INDEX ix_financial_statements_document_id ON financial_statements (document_id);

CREATE TABLE financial_line_items (
    id VARCHAR(36) NOT NULL, 
    statement_id VARCHAR(36) NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    label VARCHAR(200) NOT NULL, 
    amount NUMERIC(18, 2) NOT NULL, 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_financial_line_items PRIMARY KEY (id), 
    CONSTRAINT uq_financial_line_items_statement_id_code UNIQUE (statement_id, code), 
    CONSTRAINT fk_financial_line_items_statement_id FOREIGN KEY(statement_id) REFERENCES financial_statements (id) ON DELETE CASCADE
);

CREATE TABLE exchange_rates (
    base CHAR(3) NOT NULL, 
    quote CHAR(3) NOT NULL, 
    quoted_on DATE NOT NULL, 
    rate NUMERIC(18, 8) NOT NULL, 
    CONSTRAINT pk_exchange_rates PRIMARY KEY (base, quote, quoted_on), 
    CONSTRAINT ck_exchange_rates_two_currencies CHECK (base <> quote)
);

CREATE TABLE market_indices (
    id VARCHAR(36) NOT NULL, 
    symbol VARCHAR(20) NOT NULL, 
    name VARCHAR(160) NOT NULL, 
    CONSTRAINT pk_market_indices PRIMARY KEY (id), 
    CONSTRAINT uq_market_indices_symbol UNIQUE (symbol)
);

CREATE TABLE market_index_values (
    market_index_id VARCHAR(36) NOT NULL, 
    quoted_on DATE NOT NULL, 
    close FLOAT(53) NOT NULL, 
    CONSTRAINT pk_market_index_values PRIMARY KEY (market_index_id, quoted_on), 
    CONSTRAINT fk_market_index_values_market_index_id FOREIGN KEY(market_index_id) REFERENCES market_indices (id) ON DELETE CASCADE
);

UPDATE alembic_version SET version_num='8e41c7ab30d6' WHERE alembic_version.version_num = '72b8e3059dfa';

-- Running upgrade 8e41c7ab30d6 -> 9b03d5f7e142

CREATE TYPE billing_interval AS ENUM ('month', 'year');

CREATE TABLE plans (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    billing_interval billing_interval DEFAULT 'month' NOT NULL, 
    price NUMERIC(18, 2) NOT NULL, 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    included_seats INTEGER DEFAULT 5 NOT NULL, 
    is_public BOOLEAN DEFAULT true NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_plans PRIMARY KEY (id), 
    CONSTRAINT uq_plans_code UNIQUE (code), 
    CONSTRAINT ck_plans_price_positive CHECK (price >= 0)
);

CREATE TABLE plan_features (
    plan_id VARCHAR(36) NOT NULL, 
    feature_flag_id VARCHAR(36) NOT NULL, 
    limit_value INTEGER, 
    CONSTRAINT pk_plan_features PRIMARY KEY (plan_id, feature_flag_id), 
    CONSTRAINT fk_plan_features_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id) ON DELETE CASCADE, 
    CONSTRAINT fk_plan_features_feature_flag_id FOREIGN KEY(feature_flag_id) REFERENCES feature_flags (id) ON DELETE CASCADE
);

CREATE TABLE tax_rates (
    id VARCHAR(36) NOT NULL, 
    jurisdiction VARCHAR(80) NOT NULL, 
    percentage NUMERIC(9, 4) NOT NULL, 
    valid_from DATE NOT NULL, 
    valid_until DATE, 
    CONSTRAINT pk_tax_rates PRIMARY KEY (id), 
    CONSTRAINT uq_tax_rates_jurisdiction_valid_from UNIQUE (jurisdiction, valid_from), 
    CONSTRAINT ck_tax_rates_percentage_range CHECK (percentage >= 0 AND percentage < 100)
);

CREATE TABLE billing_accounts (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    legal_name VARCHAR(255) NOT NULL, 
    vat_number VARCHAR(30), 
    billing_email VARCHAR(320) NOT NULL, 
    address JSONB DEFAULT '{}'::jsonb NOT NULL, 
    contact_id VARCHAR(36), 
    credit_balance NUMERIC(18, 2) DEFAULT 0 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_billing_accounts PRIMARY KEY (id), 
    CONSTRAINT uq_billing_accounts_organization_id UNIQUE (organization_id), 
    CONSTRAINT fk_billing_accounts_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_billing_accounts_contact_id FOREIGN KEY(contact_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TYPE payment_method_kind AS ENUM ('card', 'sepa_debit', 'ach_debit', 'wire');

CREATE TABLE payment_methods (
    id VARCHAR(36) NOT NULL, 
    billing_account_id VARCHAR(36) NOT NULL, 
    kind payment_method_kind NOT NULL, 
    last_four CHAR(4), 
    expires_month SMALLINT, 
    expires_year SMALLINT, 
    is_default BOOLEAN DEFAULT false NOT NULL, 
    added_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_payment_methods PRIMARY KEY (id), 
    CONSTRAINT ck_payment_methods_expires_month_range CHECK (expires_month BETWEEN 1 AND 12), 
    CONSTRAINT fk_payment_methods_billing_account_id FOREIGN KEY(billing_account_id) REFERENCES billing_accounts (id) ON DELETE CASCADE, 
    CONSTRAINT fk_payment_methods_added_by_id FOREIGN KEY(added_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_payment_methods_billing_account_id ON payment_methods (billing_account_id);

CREATE UNIQUE INDEX uq_payment_methods_default ON payment_methods (billing_account_id) WHERE is_default;

CREATE TABLE coupons (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(40) NOT NULL, 
    percent_off NUMERIC(9, 4), 
    amount_off NUMERIC(18, 2), 
    max_redemptions INTEGER, 
    expires_at TIMESTAMP WITH TIME ZONE, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_coupons PRIMARY KEY (id), 
    CONSTRAINT uq_coupons_code UNIQUE (code), 
    CONSTRAINT ck_coupons_one_discount CHECK ((percent_off IS NULL) <> (amount_off IS NULL)), 
    CONSTRAINT fk_coupons_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TYPE subscription_status AS ENUM ('trialing', 'active', 'past_due', 'canceled');

CREATE TABLE subscriptions (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    plan_id VARCHAR(36) NOT NULL, 
    status subscription_status DEFAULT 'trialing' NOT NULL, 
    seats INTEGER DEFAULT 1 NOT NULL, 
    current_period_start DATE NOT NULL, 
    current_period_end DATE NOT NULL, 
    canceled_at TIMESTAMP WITH TIME ZONE, 
    canceled_by_id VARCHAR(36), 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_subscriptions PRIMARY KEY (id), 
    CONSTRAINT ck_subscriptions_seats_positive CHECK (seats > 0), 
    CONSTRAINT ck_subscriptions_period_order CHECK (current_period_end > current_period_start), 
    CONSTRAINT fk_subscriptions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_subscriptions_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_subscriptions_canceled_by_id FOREIGN KEY(canceled_by_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_subscriptions_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_subscriptions_plan_id ON subscriptions (plan_id);

CREATE INDEX ix_subscriptions_organization_id ON subscriptions (organization_id);

CREATE TABLE subscription_items (
    id VARCHAR(36) NOT NULL, 
    subscription_id VARCHAR(36) NOT NULL, 
    description VARCHAR(200) NOT NULL, 
    quantity INTEGER DEFAULT 1 NOT NULL, 
    unit_price NUMERIC(18, 2) NOT NULL, 
    total NUMERIC(20, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED, 
    CONSTRAINT pk_subscription_items PRIMARY KEY (id), 
    CONSTRAINT fk_subscription_items_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscriptions (id) ON DELETE CASCADE
);

CREATE INDEX ix_subscription_items_subscription_id ON subscription_items (subscription_id);

CREATE TABLE coupon_redemptions (
    id VARCHAR(36) NOT NULL, 
    coupon_id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    redeemed_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_coupon_redemptions PRIMARY KEY (id), 
    CONSTRAINT uq_coupon_redemptions_coupon_id_organization_id UNIQUE (coupon_id, organization_id), 
    CONSTRAINT fk_coupon_redemptions_coupon_id FOREIGN KEY(coupon_id) REFERENCES coupons (id) ON DELETE CASCADE, 
    CONSTRAINT fk_coupon_redemptions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_coupon_redemptions_redeemed_by_id FOREIGN KEY(redeemed_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_coupon_redemptions_organization_id ON coupon_redemptions (organization_id);

CREATE SEQUENCE invoice_number_seq AS bigint START WITH 20240001 NO CYCLE;

CREATE TYPE invoice_status AS ENUM ('draft', 'open', 'paid', 'void', 'uncollectible');

CREATE TABLE invoices (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    billing_account_id VARCHAR(36) NOT NULL, 
    subscription_id VARCHAR(36), 
    number VARCHAR(20) DEFAULT 'INV-'::text || nextval('invoice_number_seq'::regclass)::text NOT NULL, 
    status invoice_status DEFAULT 'draft' NOT NULL, 
    currency VARCHAR(3) DEFAULT 'USD' NOT NULL, 
    subtotal NUMERIC(18, 2) DEFAULT 0 NOT NULL, 
    tax NUMERIC(18, 2) DEFAULT 0 NOT NULL, 
    total NUMERIC(18, 2) GENERATED ALWAYS AS (subtotal + tax) STORED, 
    issued_on DATE, 
    due_on DATE, 
    paid_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_invoices PRIMARY KEY (id), 
    CONSTRAINT uq_invoices_number UNIQUE (number), 
    CONSTRAINT fk_invoices_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_invoices_billing_account_id FOREIGN KEY(billing_account_id) REFERENCES billing_accounts (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_invoices_subscription_id FOREIGN KEY(subscription_id) REFERENCES subscriptions (id) ON DELETE SET NULL
);

CREATE INDEX ix_invoices_billing_account_id ON invoices (billing_account_id);

CREATE INDEX ix_invoices_organization_id ON invoices (organization_id);

CREATE INDEX ix_invoices_subscription_id ON invoices (subscription_id);

CREATE INDEX ix_invoices_due ON invoices (due_on) WHERE status = 'open';

CREATE TABLE invoice_lines (
    id VARCHAR(36) NOT NULL, 
    invoice_id VARCHAR(36) NOT NULL, 
    description VARCHAR(300) NOT NULL, 
    quantity NUMERIC(12, 3) DEFAULT 1 NOT NULL, 
    unit_price NUMERIC(18, 2) NOT NULL, 
    tax_rate_id VARCHAR(36), 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_invoice_lines PRIMARY KEY (id), 
    CONSTRAINT fk_invoice_lines_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id) ON DELETE CASCADE, 
    CONSTRAINT fk_invoice_lines_tax_rate_id FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id) ON DELETE SET NULL
);

CREATE INDEX ix_invoice_lines_invoice_id ON invoice_lines (invoice_id);

CREATE TABLE payments (
    id VARCHAR(36) NOT NULL, 
    invoice_id VARCHAR(36) NOT NULL, 
    payment_method_id VARCHAR(36), 
    amount NUMERIC(18, 2) NOT NULL, 
    provider_reference VARCHAR(120), 
    status VARCHAR(30) DEFAULT 'pending' NOT NULL, 
    received_at TIMESTAMP WITH TIME ZONE, 
    recorded_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_payments PRIMARY KEY (id), 
    CONSTRAINT ck_payments_amount_positive CHECK (amount > 0), 
    CONSTRAINT fk_payments_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_payments_payment_method_id FOREIGN KEY(payment_method_id) REFERENCES payment_methods (id) ON DELETE SET NULL, 
    CONSTRAINT fk_payments_recorded_by_id FOREIGN KEY(recorded_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_payments_payment_method_id ON payments (payment_method_id);

CREATE INDEX ix_payments_invoice_id ON payments (invoice_id);

CREATE UNIQUE INDEX uq_payments_provider_reference ON payments (provider_reference) WHERE provider_reference IS NOT NULL;

CREATE TABLE refunds (
    id VARCHAR(36) NOT NULL, 
    payment_id VARCHAR(36) NOT NULL, 
    amount NUMERIC(18, 2) NOT NULL, 
    reason TEXT, 
    approved_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_refunds PRIMARY KEY (id), 
    CONSTRAINT fk_refunds_payment_id FOREIGN KEY(payment_id) REFERENCES payments (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_refunds_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_refunds_payment_id ON refunds (payment_id);

CREATE TABLE credit_notes (
    id VARCHAR(36) NOT NULL, 
    invoice_id VARCHAR(36) NOT NULL, 
    number VARCHAR(20) NOT NULL, 
    amount NUMERIC(18, 2) NOT NULL, 
    reason TEXT, 
    issued_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_credit_notes PRIMARY KEY (id), 
    CONSTRAINT uq_credit_notes_number UNIQUE (number), 
    CONSTRAINT fk_credit_notes_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoices (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_credit_notes_issued_by_id FOREIGN KEY(issued_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_credit_notes_invoice_id ON credit_notes (invoice_id);

CREATE TABLE usage_meters (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(60) NOT NULL, 
    unit VARCHAR(30) NOT NULL, 
    aggregation VARCHAR(10) DEFAULT 'sum' NOT NULL, 
    CONSTRAINT pk_usage_meters PRIMARY KEY (id), 
    CONSTRAINT uq_usage_meters_code UNIQUE (code), 
    CONSTRAINT ck_usage_meters_aggregation_known CHECK (aggregation IN ('sum', 'max', 'last'))
);

CREATE TABLE usage_records (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY, 
    organization_id VARCHAR(36) NOT NULL, 
    usage_meter_id VARCHAR(36) NOT NULL, 
    quantity NUMERIC(20, 6) NOT NULL, 
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_usage_records PRIMARY KEY (id), 
    CONSTRAINT fk_usage_records_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_usage_records_usage_meter_id FOREIGN KEY(usage_meter_id) REFERENCES usage_meters (id) ON DELETE CASCADE
);

CREATE INDEX ix_usage_records_usage_meter_id ON usage_records (usage_meter_id);

CREATE INDEX ix_usage_records_organization_id_recorded_at ON usage_records (organization_id, recorded_at) INCLUDE (quantity);

UPDATE alembic_version SET version_num='9b03d5f7e142' WHERE alembic_version.version_num = '8e41c7ab30d6';

-- Running upgrade 9b03d5f7e142 -> a7e6182f4cd5

CREATE TABLE notification_templates (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    code VARCHAR(80) NOT NULL, 
    subject VARCHAR(255) NOT NULL, 
    body TEXT NOT NULL, 
    locale VARCHAR(10) DEFAULT 'en-US' NOT NULL, 
    edited_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_notification_templates PRIMARY KEY (id), 
    CONSTRAINT uq_notification_templates_organization_id_code_locale UNIQUE (organization_id, code, locale), 
    CONSTRAINT fk_notification_templates_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL, 
    CONSTRAINT fk_notification_templates_edited_by_id FOREIGN KEY(edited_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_notification_templates_organization_id ON notification_templates (organization_id);

CREATE TABLE notifications (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    recipient_id VARCHAR(36) NOT NULL, 
    actor_id VARCHAR(36), 
    template_id VARCHAR(36), 
    title VARCHAR(255) NOT NULL, 
    body TEXT, 
    link VARCHAR(1024), 
    is_read BOOLEAN DEFAULT false NOT NULL, 
    read_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_notifications PRIMARY KEY (id), 
    CONSTRAINT fk_notifications_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_notifications_recipient_id FOREIGN KEY(recipient_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_notifications_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_notifications_template_id FOREIGN KEY(template_id) REFERENCES notification_templates (id) ON DELETE SET NULL
);

CREATE INDEX ix_notifications_unread ON notifications (recipient_id, created_at DESC) WHERE NOT is_read;

CREATE TABLE notification_preferences (
    user_id VARCHAR(36) NOT NULL, 
    topic VARCHAR(80) NOT NULL, 
    by_email BOOLEAN DEFAULT true NOT NULL, 
    in_app BOOLEAN DEFAULT true NOT NULL, 
    by_push BOOLEAN DEFAULT false NOT NULL, 
    CONSTRAINT pk_notification_preferences PRIMARY KEY (user_id, topic), 
    CONSTRAINT fk_notification_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TYPE delivery_channel AS ENUM ('email', 'in_app', 'push', 'slack');

CREATE TYPE delivery_status AS ENUM ('queued', 'sent', 'failed');

CREATE TABLE notification_deliveries (
    id VARCHAR(36) NOT NULL, 
    notification_id VARCHAR(36) NOT NULL, 
    channel delivery_channel NOT NULL, 
    status delivery_status DEFAULT 'queued' NOT NULL, 
    error TEXT, 
    sent_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_notification_deliveries PRIMARY KEY (id), 
    CONSTRAINT fk_notification_deliveries_notification_id FOREIGN KEY(notification_id) REFERENCES notifications (id) ON DELETE CASCADE
);

CREATE INDEX ix_notification_deliveries_notification_id ON notification_deliveries (notification_id);

CREATE TABLE email_messages (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    recipient_id VARCHAR(36), 
    to_address VARCHAR(320) NOT NULL, 
    subject VARCHAR(255) NOT NULL, 
    provider_message_id VARCHAR(160), 
    sent_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_email_messages PRIMARY KEY (id), 
    CONSTRAINT fk_email_messages_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_email_messages_recipient_id FOREIGN KEY(recipient_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_email_messages_organization_id ON email_messages (organization_id);

CREATE TABLE email_events (
    id BIGSERIAL NOT NULL, 
    email_message_id VARCHAR(36) NOT NULL, 
    event VARCHAR(30) NOT NULL, 
    payload JSONB DEFAULT '{}'::jsonb NOT NULL, 
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    CONSTRAINT pk_email_events PRIMARY KEY (id), 
    CONSTRAINT fk_email_events_email_message_id FOREIGN KEY(email_message_id) REFERENCES email_messages (id) ON DELETE CASCADE
);

CREATE INDEX ix_email_events_email_message_id ON email_events (email_message_id);

CREATE TABLE webhook_endpoints (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    url VARCHAR(2048) NOT NULL, 
    signing_secret VARCHAR(128) NOT NULL, 
    event_types TEXT[] DEFAULT ARRAY['*'::text] NOT NULL, 
    is_enabled BOOLEAN DEFAULT true NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_webhook_endpoints PRIMARY KEY (id), 
    CONSTRAINT ck_webhook_endpoints_url_https CHECK (url LIKE 'https://%'), 
    CONSTRAINT fk_webhook_endpoints_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_webhook_endpoints_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_webhook_endpoints_organization_id ON webhook_endpoints (organization_id);

CREATE TABLE webhook_deliveries (
    id VARCHAR(36) NOT NULL, 
    endpoint_id VARCHAR(36) NOT NULL, 
    event_type VARCHAR(80) NOT NULL, 
    payload JSONB DEFAULT '{}'::jsonb NOT NULL, 
    response_status INTEGER, 
    duration INTERVAL, 
    attempt INTEGER DEFAULT 1 NOT NULL, 
    next_attempt_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_webhook_deliveries PRIMARY KEY (id), 
    CONSTRAINT fk_webhook_deliveries_endpoint_id FOREIGN KEY(endpoint_id) REFERENCES webhook_endpoints (id) ON DELETE CASCADE
);

CREATE INDEX ix_webhook_deliveries_endpoint_id_created_at ON webhook_deliveries (endpoint_id, created_at DESC NULLS LAST);

CREATE TABLE integrations (
    id VARCHAR(36) NOT NULL, 
    code VARCHAR(60) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    category VARCHAR(60) DEFAULT 'crm' NOT NULL, 
    is_available BOOLEAN DEFAULT true NOT NULL, 
    CONSTRAINT pk_integrations PRIMARY KEY (id), 
    CONSTRAINT uq_integrations_code UNIQUE (code)
);

CREATE TABLE integration_accounts (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    integration_id VARCHAR(36) NOT NULL, 
    external_account VARCHAR(160) NOT NULL, 
    encrypted_credentials BYTEA, 
    status VARCHAR(30) DEFAULT 'connected' NOT NULL, 
    connected_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_integration_accounts PRIMARY KEY (id), 
    CONSTRAINT uq_integration_accounts_organization_id_integration_id__9318 UNIQUE (organization_id, integration_id, external_account), 
    CONSTRAINT fk_integration_accounts_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_integration_accounts_integration_id FOREIGN KEY(integration_id) REFERENCES integrations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_integration_accounts_connected_by_id FOREIGN KEY(connected_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_integration_accounts_integration_id ON integration_accounts (integration_id);

CREATE TYPE sync_status AS ENUM ('running', 'succeeded', 'failed');

CREATE TABLE integration_sync_runs (
    id VARCHAR(36) NOT NULL, 
    account_id VARCHAR(36) NOT NULL, 
    status sync_status DEFAULT 'running' NOT NULL, 
    records_read INTEGER DEFAULT 0 NOT NULL, 
    records_written INTEGER DEFAULT 0 NOT NULL, 
    error TEXT, 
    started_by_id VARCHAR(36), 
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    finished_at TIMESTAMP WITH TIME ZONE, 
    CONSTRAINT pk_integration_sync_runs PRIMARY KEY (id), 
    CONSTRAINT fk_integration_sync_runs_account_id FOREIGN KEY(account_id) REFERENCES integration_accounts (id) ON DELETE CASCADE, 
    CONSTRAINT fk_integration_sync_runs_started_by_id FOREIGN KEY(started_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_integration_sync_runs_account_id ON integration_sync_runs (account_id);

CREATE TABLE integration_mappings (
    id VARCHAR(36) NOT NULL, 
    account_id VARCHAR(36) NOT NULL, 
    local_field VARCHAR(120) NOT NULL, 
    remote_field VARCHAR(120) NOT NULL, 
    direction VARCHAR(10) DEFAULT 'both' NOT NULL, 
    updated_by_id VARCHAR(36), 
    CONSTRAINT pk_integration_mappings PRIMARY KEY (id), 
    CONSTRAINT uq_integration_mappings_account_id_local_field UNIQUE (account_id, local_field), 
    CONSTRAINT fk_integration_mappings_account_id FOREIGN KEY(account_id) REFERENCES integration_accounts (id) ON DELETE CASCADE, 
    CONSTRAINT fk_integration_mappings_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE crm_records (
    id VARCHAR(36) NOT NULL, 
    account_id VARCHAR(36) NOT NULL, 
    remote_id VARCHAR(120) NOT NULL, 
    entity_type VARCHAR(60) NOT NULL, 
    entity_id VARCHAR(36) NOT NULL, 
    synced_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_crm_records PRIMARY KEY (id), 
    CONSTRAINT uq_crm_records_account_id_remote_id UNIQUE (account_id, remote_id), 
    CONSTRAINT fk_crm_records_account_id FOREIGN KEY(account_id) REFERENCES integration_accounts (id) ON DELETE CASCADE
);

CREATE TABLE oauth_clients (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    client_id VARCHAR(64) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    redirect_uris TEXT[] NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_oauth_clients PRIMARY KEY (id), 
    CONSTRAINT uq_oauth_clients_client_id UNIQUE (client_id), 
    CONSTRAINT fk_oauth_clients_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_oauth_clients_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_oauth_clients_organization_id ON oauth_clients (organization_id);

CREATE TABLE oauth_grants (
    id VARCHAR(36) NOT NULL, 
    oauth_client_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    scope VARCHAR(500) DEFAULT 'read' NOT NULL, 
    revoked_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_oauth_grants PRIMARY KEY (id), 
    CONSTRAINT uq_oauth_grants_oauth_client_id_user_id UNIQUE (oauth_client_id, user_id), 
    CONSTRAINT fk_oauth_grants_oauth_client_id FOREIGN KEY(oauth_client_id) REFERENCES oauth_clients (id) ON DELETE CASCADE, 
    CONSTRAINT fk_oauth_grants_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_oauth_grants_user_id ON oauth_grants (user_id);

CREATE TABLE event_outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 CACHE 50), 
    topic VARCHAR(120) NOT NULL, 
    aggregate_id VARCHAR(36) NOT NULL, 
    payload JSONB DEFAULT '{}'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    published_at TIMESTAMP WITH TIME ZONE, 
    CONSTRAINT pk_event_outbox PRIMARY KEY (id)
);

CREATE INDEX ix_event_outbox_unpublished ON event_outbox (id) WHERE published_at IS NULL;

UPDATE alembic_version SET version_num='a7e6182f4cd5' WHERE alembic_version.version_num = '9b03d5f7e142';

-- Running upgrade a7e6182f4cd5 -> b4f8937c60e1

CREATE TABLE teams (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    description TEXT, 
    lead_id VARCHAR(36), 
    parent_id VARCHAR(36), 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_teams PRIMARY KEY (id), 
    CONSTRAINT uq_teams_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_teams_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_teams_lead_id FOREIGN KEY(lead_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_teams_parent_id FOREIGN KEY(parent_id) REFERENCES teams (id) ON DELETE SET NULL, 
    CONSTRAINT fk_teams_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_teams_parent_id ON teams (parent_id);

CREATE TABLE team_members (
    team_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    is_manager BOOLEAN DEFAULT false NOT NULL, 
    added_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_team_members PRIMARY KEY (team_id, user_id), 
    CONSTRAINT fk_team_members_team_id FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE CASCADE, 
    CONSTRAINT fk_team_members_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_team_members_added_by_id FOREIGN KEY(added_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TYPE task_status AS ENUM ('open', 'in_progress', 'blocked', 'done', 'canceled');

CREATE TABLE tasks (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36), 
    team_id VARCHAR(36), 
    title VARCHAR(255) NOT NULL, 
    description TEXT, 
    status task_status DEFAULT 'open' NOT NULL, 
    priority risk_severity DEFAULT 'medium' NOT NULL, 
    assignee_id VARCHAR(36), 
    created_by_id VARCHAR(36), 
    due_at TIMESTAMP WITH TIME ZONE, 
    completed_at TIMESTAMP WITH TIME ZONE, 
    position INTEGER DEFAULT 0 NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_tasks PRIMARY KEY (id), 
    CONSTRAINT fk_tasks_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_tasks_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_tasks_team_id FOREIGN KEY(team_id) REFERENCES teams (id) ON DELETE SET NULL, 
    CONSTRAINT fk_tasks_assignee_id FOREIGN KEY(assignee_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_tasks_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_tasks_assignee_id ON tasks (assignee_id);

CREATE INDEX ix_tasks_team_id ON tasks (team_id);

CREATE INDEX ix_tasks_organization_id ON tasks (organization_id);

CREATE INDEX ix_tasks_deal_id ON tasks (deal_id);

CREATE INDEX ix_tasks_open_due_at ON tasks (assignee_id, due_at) WHERE status NOT IN ('done', 'canceled');

CREATE TABLE task_dependencies (
    task_id VARCHAR(36) NOT NULL, 
    depends_on_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_task_dependencies PRIMARY KEY (task_id, depends_on_id), 
    CONSTRAINT ck_task_dependencies_not_itself CHECK (task_id <> depends_on_id), 
    CONSTRAINT fk_task_dependencies_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE, 
    CONSTRAINT fk_task_dependencies_depends_on_id FOREIGN KEY(depends_on_id) REFERENCES tasks (id) ON DELETE CASCADE
);

CREATE TABLE task_comments (
    id VARCHAR(36) NOT NULL, 
    task_id VARCHAR(36) NOT NULL, 
    author_id VARCHAR(36) NOT NULL, 
    body TEXT NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_task_comments PRIMARY KEY (id), 
    CONSTRAINT fk_task_comments_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE, 
    CONSTRAINT fk_task_comments_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_task_comments_task_id ON task_comments (task_id);

CREATE TABLE task_checklist_items (
    id VARCHAR(36) NOT NULL, 
    task_id VARCHAR(36) NOT NULL, 
    label VARCHAR(255) NOT NULL, 
    is_done BOOLEAN DEFAULT false NOT NULL, 
    done_by_id VARCHAR(36), 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_task_checklist_items PRIMARY KEY (id), 
    CONSTRAINT fk_task_checklist_items_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE, 
    CONSTRAINT fk_task_checklist_items_done_by_id FOREIGN KEY(done_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_task_checklist_items_task_id ON task_checklist_items (task_id);

CREATE TABLE task_watchers (
    task_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_task_watchers PRIMARY KEY (task_id, user_id), 
    CONSTRAINT fk_task_watchers_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE, 
    CONSTRAINT fk_task_watchers_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE attachments (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    uploaded_by_id VARCHAR(36), 
    entity_type VARCHAR(60) NOT NULL, 
    entity_id VARCHAR(36) NOT NULL, 
    document_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_attachments PRIMARY KEY (id), 
    CONSTRAINT fk_attachments_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_attachments_uploaded_by_id FOREIGN KEY(uploaded_by_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_attachments_document_id FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);

CREATE INDEX ix_attachments_document_id ON attachments (document_id);

CREATE INDEX ix_attachments_organization_id ON attachments (organization_id);

CREATE INDEX ix_attachments_entity ON attachments (entity_type, entity_id);

CREATE TABLE calendar_events (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36), 
    organizer_id VARCHAR(36) NOT NULL, 
    title VARCHAR(255) NOT NULL, 
    location VARCHAR(255), 
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_calendar_events PRIMARY KEY (id), 
    CONSTRAINT ck_calendar_events_ends_after_start CHECK (ends_at > starts_at), 
    CONSTRAINT fk_calendar_events_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_calendar_events_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL, 
    CONSTRAINT fk_calendar_events_organizer_id FOREIGN KEY(organizer_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_calendar_events_deal_id ON calendar_events (deal_id);

CREATE INDEX ix_calendar_events_organization_id ON calendar_events (organization_id);

CREATE TABLE calendar_event_attendees (
    id VARCHAR(36) NOT NULL, 
    event_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36), 
    contact_id VARCHAR(36), 
    response VARCHAR(20) DEFAULT 'needs_action' NOT NULL, 
    CONSTRAINT pk_calendar_event_attendees PRIMARY KEY (id), 
    CONSTRAINT fk_calendar_event_attendees_event_id FOREIGN KEY(event_id) REFERENCES calendar_events (id) ON DELETE CASCADE, 
    CONSTRAINT fk_calendar_event_attendees_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_calendar_event_attendees_contact_id FOREIGN KEY(contact_id) REFERENCES contacts (id) ON DELETE CASCADE
);

CREATE INDEX ix_calendar_event_attendees_event_id ON calendar_event_attendees (event_id);

CREATE INDEX ix_calendar_event_attendees_contact_id ON calendar_event_attendees (contact_id);

CREATE TABLE meeting_notes (
    id VARCHAR(36) NOT NULL, 
    event_id VARCHAR(36) NOT NULL, 
    author_id VARCHAR(36) NOT NULL, 
    body TEXT NOT NULL, 
    action_items JSONB DEFAULT '[]'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_meeting_notes PRIMARY KEY (id), 
    CONSTRAINT fk_meeting_notes_event_id FOREIGN KEY(event_id) REFERENCES calendar_events (id) ON DELETE CASCADE, 
    CONSTRAINT fk_meeting_notes_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_meeting_notes_event_id ON meeting_notes (event_id);

CREATE TABLE mentions (
    id VARCHAR(36) NOT NULL, 
    mentioned_id VARCHAR(36) NOT NULL, 
    mentioned_by_id VARCHAR(36), 
    entity_type VARCHAR(60) NOT NULL, 
    entity_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_mentions PRIMARY KEY (id), 
    CONSTRAINT fk_mentions_mentioned_id FOREIGN KEY(mentioned_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_mentions_mentioned_by_id FOREIGN KEY(mentioned_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_mentions_mentioned_id ON mentions (mentioned_id);

CREATE TABLE saved_searches (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    scope VARCHAR(40) DEFAULT 'deals' NOT NULL, 
    criteria JSONB DEFAULT '{}'::jsonb NOT NULL, 
    is_shared BOOLEAN DEFAULT false NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_saved_searches PRIMARY KEY (id), 
    CONSTRAINT fk_saved_searches_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_saved_searches_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_saved_searches_organization_id ON saved_searches (organization_id);

CREATE TABLE feed_entries (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    actor_id VARCHAR(36), 
    verb VARCHAR(60) NOT NULL, 
    entity_type VARCHAR(60) NOT NULL, 
    entity_id VARCHAR(36) NOT NULL, 
    details JSONB DEFAULT '{}'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_feed_entries PRIMARY KEY (id), 
    CONSTRAINT fk_feed_entries_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_feed_entries_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_feed_entries_organization_id_created_at ON feed_entries (organization_id, created_at DESC);

UPDATE alembic_version SET version_num='b4f8937c60e1' WHERE alembic_version.version_num = 'a7e6182f4cd5';

-- Running upgrade b4f8937c60e1 -> c90a2e48d573

ALTER TABLE interactions RENAME TO contact_interactions;

ALTER TABLE contact_interactions RENAME CONSTRAINT pk_interactions TO pk_contact_interactions;

ALTER TABLE contact_interactions RENAME CONSTRAINT fk_interactions_organization_id TO fk_contact_interactions_organization_id;

ALTER TABLE contact_interactions RENAME CONSTRAINT fk_interactions_contact_id TO fk_contact_interactions_contact_id;

ALTER TABLE contact_interactions RENAME CONSTRAINT fk_interactions_deal_id TO fk_contact_interactions_deal_id;

ALTER TABLE contact_interactions RENAME CONSTRAINT fk_interactions_user_id TO fk_contact_interactions_user_id;

ALTER INDEX ix_interactions_organization_id RENAME TO ix_contact_interactions_organization_id;

ALTER INDEX ix_interactions_contact_id RENAME TO ix_contact_interactions_contact_id;

ALTER INDEX ix_interactions_deal_id RENAME TO ix_contact_interactions_deal_id;

ALTER TABLE deals RENAME value TO deal_value;

ALTER TABLE companies ALTER COLUMN website TYPE VARCHAR(2048);

ALTER TABLE invoice_lines ALTER COLUMN description TYPE TEXT;

ALTER TABLE document_views ALTER COLUMN seconds TYPE BIGINT;

ALTER TABLE contacts ALTER COLUMN first_name DROP NOT NULL;

ALTER TABLE webhook_endpoints ALTER COLUMN signing_secret SET DEFAULT encode(sha256((clock_timestamp())::text::bytea), 'hex'::text);

ALTER TABLE users ADD COLUMN default_organization_id VARCHAR(36);

ALTER TABLE users ADD CONSTRAINT fk_users_default_organization_id FOREIGN KEY(default_organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

ALTER TABLE users ADD COLUMN manager_id VARCHAR(36);

ALTER TABLE users ADD CONSTRAINT fk_users_manager_id FOREIGN KEY(manager_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE users ADD COLUMN avatar_url VARCHAR(1024);

ALTER TABLE documents ADD COLUMN superseded_by_id VARCHAR(36);

ALTER TABLE documents ADD CONSTRAINT fk_documents_superseded_by_id FOREIGN KEY(superseded_by_id) REFERENCES documents (id) ON DELETE SET NULL;

ALTER TABLE deals ADD COLUMN is_starred BOOLEAN DEFAULT false NOT NULL;

ALTER TABLE data_rooms ADD COLUMN closed_by_id VARCHAR(36);

ALTER TABLE data_rooms ADD CONSTRAINT fk_data_rooms_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE api_keys ADD COLUMN revoked_by_id VARCHAR(36);

ALTER TABLE api_keys ADD CONSTRAINT fk_api_keys_revoked_by_id FOREIGN KEY(revoked_by_id) REFERENCES users (id) ON DELETE SET NULL;

CREATE INDEX ix_documents_organization_id_status ON documents (organization_id, status);

CREATE INDEX ix_deals_expected_close_date ON deals (expected_close_date) WHERE archived_at IS NULL AND closed_on IS NULL;

CREATE INDEX ix_deal_stage_history_changed_at ON deal_stage_history (changed_at DESC);

ALTER TABLE companies ADD CONSTRAINT ck_companies_employee_count_believable CHECK (employee_count < 5000000);

ALTER TABLE buyer_list_entries DROP CONSTRAINT ck_buyer_list_entries_priority_range;

ALTER TABLE buyer_list_entries ADD CONSTRAINT ck_buyer_list_entries_priority_range CHECK (priority BETWEEN 1 AND 10);

CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE TRIGGER organizations_touch_updated_at BEFORE UPDATE ON organizations FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER users_touch_updated_at BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER companies_touch_updated_at BEFORE UPDATE ON companies FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER deals_touch_updated_at BEFORE UPDATE ON deals FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER documents_touch_updated_at BEFORE UPDATE ON documents FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER tasks_touch_updated_at BEFORE UPDATE ON tasks FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER subscriptions_touch_updated_at BEFORE UPDATE ON subscriptions FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

CREATE TRIGGER invoices_touch_updated_at BEFORE UPDATE ON invoices FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at();

UPDATE alembic_version SET version_num='c90a2e48d573' WHERE alembic_version.version_num = 'b4f8937c60e1';

-- Running upgrade c90a2e48d573 -> d15c6b8e7f20

CREATE TABLE report_definitions (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36), 
    name VARCHAR(160) NOT NULL, 
    query_template TEXT NOT NULL, 
    parameters JSONB DEFAULT '[]'::jsonb NOT NULL, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_report_definitions PRIMARY KEY (id), 
    CONSTRAINT fk_report_definitions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL, 
    CONSTRAINT fk_report_definitions_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_report_definitions_organization_id ON report_definitions (organization_id);

CREATE TYPE report_run_status AS ENUM ('queued', 'running', 'finished', 'failed');

CREATE TABLE report_runs (
    id VARCHAR(36) NOT NULL, 
    report_definition_id VARCHAR(36) NOT NULL, 
    requested_by_id VARCHAR(36), 
    status report_run_status DEFAULT 'queued' NOT NULL, 
    row_count INTEGER, 
    started_at TIMESTAMP WITH TIME ZONE, 
    finished_at TIMESTAMP WITH TIME ZONE, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_report_runs PRIMARY KEY (id), 
    CONSTRAINT fk_report_runs_report_definition_id FOREIGN KEY(report_definition_id) REFERENCES report_definitions (id) ON DELETE CASCADE, 
    CONSTRAINT fk_report_runs_requested_by_id FOREIGN KEY(requested_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_report_runs_report_definition_id ON report_runs (report_definition_id);

CREATE TABLE dashboards (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    is_default BOOLEAN DEFAULT false NOT NULL, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_dashboards PRIMARY KEY (id), 
    CONSTRAINT fk_dashboards_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_dashboards_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_dashboards_organization_id ON dashboards (organization_id);

CREATE TABLE dashboard_widgets (
    id VARCHAR(36) NOT NULL, 
    dashboard_id VARCHAR(36) NOT NULL, 
    report_definition_id VARCHAR(36), 
    widget_type VARCHAR(40) NOT NULL, 
    layout JSONB DEFAULT '{}'::jsonb NOT NULL, 
    position INTEGER DEFAULT 0 NOT NULL, 
    CONSTRAINT pk_dashboard_widgets PRIMARY KEY (id), 
    CONSTRAINT fk_dashboard_widgets_dashboard_id FOREIGN KEY(dashboard_id) REFERENCES dashboards (id) ON DELETE CASCADE, 
    CONSTRAINT fk_dashboard_widgets_report_definition_id FOREIGN KEY(report_definition_id) REFERENCES report_definitions (id) ON DELETE SET NULL
);

CREATE INDEX ix_dashboard_widgets_dashboard_id ON dashboard_widgets (dashboard_id);

CREATE INDEX ix_dashboard_widgets_report_definition_id ON dashboard_widgets (report_definition_id);

CREATE TABLE kpi_snapshots (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY, 
    organization_id VARCHAR(36) NOT NULL, 
    metric VARCHAR(80) NOT NULL, 
    value NUMERIC NOT NULL, 
    measured_on DATE NOT NULL, 
    CONSTRAINT pk_kpi_snapshots PRIMARY KEY (id), 
    CONSTRAINT uq_kpi_snapshots_organization_id_metric_measured_on UNIQUE (organization_id, metric, measured_on), 
    CONSTRAINT fk_kpi_snapshots_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE
);

CREATE INDEX ix_kpi_snapshots_organization_id ON kpi_snapshots (organization_id);

CREATE TABLE exports (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    requested_by_id VARCHAR(36) NOT NULL, 
    format VARCHAR(10) DEFAULT 'csv' NOT NULL, 
    storage_key VARCHAR(1024), 
    bytes BIGINT, 
    expires_at TIMESTAMP WITH TIME ZONE DEFAULT now() + interval '1 day', 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_exports PRIMARY KEY (id), 
    CONSTRAINT fk_exports_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_exports_requested_by_id FOREIGN KEY(requested_by_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE INDEX ix_exports_organization_id ON exports (organization_id);

CREATE VIEW v_deal_pipeline AS
SELECT o.slug AS organization, d.number, d.name, d.stage, d.deal_value, d.currency, d.probability,
       round(d.deal_value * d.probability / 100.0, 2) AS weighted_value,
       u.full_name AS owner, c.name AS target_company, d.expected_close_date
FROM deals d
JOIN organizations o ON o.id = d.organization_id
JOIN users u ON u.id = d.owner_id
LEFT JOIN companies c ON c.id = d.target_company_id
WHERE d.archived_at IS NULL;

COMMENT ON VIEW v_deal_pipeline IS 'Open deals with the value weighted by probability';

CREATE VIEW v_member_directory AS
SELECT o.slug AS organization, u.full_name, u.email, m.title, m.joined_at,
       (SELECT count(*) FROM tasks t WHERE t.assignee_id = u.id AND t.status <> 'done') AS open_tasks
FROM organization_memberships m
JOIN organizations o ON o.id = m.organization_id
JOIN users u ON u.id = m.user_id
WHERE m.status = 'active' AND u.deleted_at IS NULL;

CREATE VIEW v_data_room_activity WITH (security_barrier = true) AS
SELECT r.id AS data_room_id, r.name, count(DISTINCT v.user_id) AS visitors, max(v.entered_at) AS last_visit
FROM data_rooms r
LEFT JOIN data_room_visits v ON v.data_room_id = r.id
GROUP BY r.id, r.name;

CREATE VIEW v_overdue_invoices AS
SELECT b.legal_name, i.number, i.total, i.currency, CURRENT_DATE - i.due_on AS days_overdue
FROM invoices i
JOIN billing_accounts b ON b.id = i.billing_account_id
WHERE i.status = 'open' AND i.due_on < CURRENT_DATE;

CREATE MATERIALIZED VIEW mv_pipeline_by_stage AS
SELECT o.slug AS organization, d.stage, count(*) AS deals, sum(d.deal_value) AS total_value,
       count(DISTINCT d.owner_id) AS owners
FROM deals d
JOIN organizations o ON o.id = d.organization_id
WHERE d.archived_at IS NULL
GROUP BY o.slug, d.stage;

CREATE UNIQUE INDEX uq_mv_pipeline_by_stage ON mv_pipeline_by_stage (organization, stage);

ALTER TABLE deals ENABLE ROW LEVEL SECURITY;

CREATE POLICY deals_of_tenant ON deals
    USING (organization_id = current_setting('app.organization_id', true));

COMMENT ON POLICY deals_of_tenant ON deals IS 'The application sets app.organization_id for each request';

UPDATE alembic_version SET version_num='d15c6b8e7f20' WHERE alembic_version.version_num = 'c90a2e48d573';

-- Running upgrade d15c6b8e7f20 -> e04d7f1b92ac

ALTER TABLE deal_notes ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE deal_notes ADD CONSTRAINT fk_deal_notes_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_deal_notes_organization_id ON deal_notes (organization_id);

ALTER TABLE deal_members ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE deal_members ADD CONSTRAINT fk_deal_members_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_deal_members_organization_id ON deal_members (organization_id);

ALTER TABLE deal_milestones ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE deal_milestones ADD CONSTRAINT fk_deal_milestones_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_deal_milestones_organization_id ON deal_milestones (organization_id);

ALTER TABLE deal_risks ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE deal_risks ADD CONSTRAINT fk_deal_risks_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_deal_risks_organization_id ON deal_risks (organization_id);

ALTER TABLE deal_stage_history ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE deal_stage_history ADD CONSTRAINT fk_deal_stage_history_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_deal_stage_history_organization_id ON deal_stage_history (organization_id);

ALTER TABLE letters_of_intent ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE letters_of_intent ADD CONSTRAINT fk_letters_of_intent_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_letters_of_intent_organization_id ON letters_of_intent (organization_id);

ALTER TABLE term_sheets ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE term_sheets ADD CONSTRAINT fk_term_sheets_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_term_sheets_organization_id ON term_sheets (organization_id);

ALTER TABLE company_financials ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE company_financials ADD CONSTRAINT fk_company_financials_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_company_financials_organization_id ON company_financials (organization_id);

ALTER TABLE data_room_members ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE data_room_members ADD CONSTRAINT fk_data_room_members_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_data_room_members_organization_id ON data_room_members (organization_id);

ALTER TABLE document_versions ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE document_versions ADD CONSTRAINT fk_document_versions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_document_versions_organization_id ON document_versions (organization_id);

ALTER TABLE document_permissions ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE document_permissions ADD CONSTRAINT fk_document_permissions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_document_permissions_organization_id ON document_permissions (organization_id);

ALTER TABLE document_comments ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE document_comments ADD CONSTRAINT fk_document_comments_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_document_comments_organization_id ON document_comments (organization_id);

ALTER TABLE document_views ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE document_views ADD CONSTRAINT fk_document_views_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_document_views_organization_id ON document_views (organization_id);

ALTER TABLE diligence_items ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE diligence_items ADD CONSTRAINT fk_diligence_items_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_diligence_items_organization_id ON diligence_items (organization_id);

ALTER TABLE diligence_questions ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE diligence_questions ADD CONSTRAINT fk_diligence_questions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_diligence_questions_organization_id ON diligence_questions (organization_id);

ALTER TABLE diligence_answers ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE diligence_answers ADD CONSTRAINT fk_diligence_answers_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_diligence_answers_organization_id ON diligence_answers (organization_id);

ALTER TABLE expert_sessions ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE expert_sessions ADD CONSTRAINT fk_expert_sessions_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_expert_sessions_organization_id ON expert_sessions (organization_id);

ALTER TABLE valuation_scenarios ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE valuation_scenarios ADD CONSTRAINT fk_valuation_scenarios_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_valuation_scenarios_organization_id ON valuation_scenarios (organization_id);

ALTER TABLE webhook_deliveries ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE webhook_deliveries ADD CONSTRAINT fk_webhook_deliveries_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_webhook_deliveries_organization_id ON webhook_deliveries (organization_id);

ALTER TABLE integration_sync_runs ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE integration_sync_runs ADD CONSTRAINT fk_integration_sync_runs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_integration_sync_runs_organization_id ON integration_sync_runs (organization_id);

ALTER TABLE payments ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE payments ADD CONSTRAINT fk_payments_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_payments_organization_id ON payments (organization_id);

ALTER TABLE task_comments ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE task_comments ADD CONSTRAINT fk_task_comments_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_task_comments_organization_id ON task_comments (organization_id);

ALTER TABLE calendar_event_attendees ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE calendar_event_attendees ADD CONSTRAINT fk_calendar_event_attendees_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_calendar_event_attendees_organization_id ON calendar_event_attendees (organization_id);

ALTER TABLE report_runs ADD COLUMN organization_id VARCHAR(36);

ALTER TABLE report_runs ADD CONSTRAINT fk_report_runs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE SET NULL;

CREATE INDEX ix_report_runs_organization_id ON report_runs (organization_id);

ALTER TABLE companies ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE companies ADD CONSTRAINT fk_companies_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE contacts ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE contacts ADD CONSTRAINT fk_contacts_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE deals ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE deals ADD CONSTRAINT fk_deals_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE documents ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE documents ADD CONSTRAINT fk_documents_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE tasks ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE tasks ADD CONSTRAINT fk_tasks_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE valuations ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE valuations ADD CONSTRAINT fk_valuations_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE data_rooms ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE data_rooms ADD CONSTRAINT fk_data_rooms_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE invoices ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE invoices ADD CONSTRAINT fk_invoices_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

ALTER TABLE plans ADD COLUMN updated_by_id VARCHAR(36);

ALTER TABLE plans ADD CONSTRAINT fk_plans_updated_by_id FOREIGN KEY(updated_by_id) REFERENCES users (id) ON DELETE SET NULL;

UPDATE alembic_version SET version_num='e04d7f1b92ac' WHERE alembic_version.version_num = 'd15c6b8e7f20';

-- Running upgrade e04d7f1b92ac -> 58ea862c1242

CREATE TABLE pmi_programs (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36) NOT NULL, 
    name VARCHAR(160) NOT NULL, 
    day_one DATE NOT NULL, 
    sponsor_id VARCHAR(36) NOT NULL, 
    manager_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_programs PRIMARY KEY (id), 
    CONSTRAINT uq_pmi_programs_deal_id UNIQUE (deal_id), 
    CONSTRAINT fk_pmi_programs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_programs_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_programs_sponsor_id FOREIGN KEY(sponsor_id) REFERENCES users (id) ON DELETE RESTRICT, 
    CONSTRAINT fk_pmi_programs_manager_id FOREIGN KEY(manager_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_programs_organization_id ON pmi_programs (organization_id);

COMMENT ON TABLE pmi_programs IS 'Integration of two companies after the deal is closed';

CREATE TYPE pmi_health AS ENUM ('green', 'amber', 'red');

CREATE TABLE pmi_workstreams (
    id VARCHAR(36) NOT NULL, 
    program_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    health pmi_health DEFAULT 'green' NOT NULL, 
    lead_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_workstreams PRIMARY KEY (id), 
    CONSTRAINT uq_pmi_workstreams_program_id_name UNIQUE (program_id, name), 
    CONSTRAINT fk_pmi_workstreams_program_id FOREIGN KEY(program_id) REFERENCES pmi_programs (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_workstreams_lead_id FOREIGN KEY(lead_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_workstreams_lead_id ON pmi_workstreams (lead_id);

CREATE TABLE pmi_milestones (
    id VARCHAR(36) NOT NULL, 
    workstream_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    planned_on DATE NOT NULL, 
    reached_on DATE, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_milestones PRIMARY KEY (id), 
    CONSTRAINT fk_pmi_milestones_workstream_id FOREIGN KEY(workstream_id) REFERENCES pmi_workstreams (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_milestones_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_milestones_workstream_id ON pmi_milestones (workstream_id);

CREATE TABLE pmi_risks (
    id VARCHAR(36) NOT NULL, 
    workstream_id VARCHAR(36) NOT NULL, 
    title VARCHAR(200) NOT NULL, 
    severity risk_severity DEFAULT 'medium' NOT NULL, 
    mitigation TEXT, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_risks PRIMARY KEY (id), 
    CONSTRAINT fk_pmi_risks_workstream_id FOREIGN KEY(workstream_id) REFERENCES pmi_workstreams (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_risks_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_risks_workstream_id ON pmi_risks (workstream_id);

CREATE TABLE pmi_synergy_targets (
    id VARCHAR(36) NOT NULL, 
    program_id VARCHAR(36) NOT NULL, 
    synergy_id VARCHAR(36), 
    target_value NUMERIC(18, 2) NOT NULL, 
    target_on DATE NOT NULL, 
    owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_synergy_targets PRIMARY KEY (id), 
    CONSTRAINT fk_pmi_synergy_targets_program_id FOREIGN KEY(program_id) REFERENCES pmi_programs (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_synergy_targets_synergy_id FOREIGN KEY(synergy_id) REFERENCES synergies (id) ON DELETE SET NULL, 
    CONSTRAINT fk_pmi_synergy_targets_owner_id FOREIGN KEY(owner_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_synergy_targets_synergy_id ON pmi_synergy_targets (synergy_id);

CREATE INDEX ix_pmi_synergy_targets_program_id ON pmi_synergy_targets (program_id);

CREATE TABLE pmi_synergy_actuals (
    id VARCHAR(36) NOT NULL, 
    synergy_target_id VARCHAR(36) NOT NULL, 
    period DATE NOT NULL, 
    realized_value NUMERIC(18, 2) DEFAULT 0 NOT NULL, 
    reported_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_synergy_actuals PRIMARY KEY (id), 
    CONSTRAINT uq_pmi_synergy_actuals_synergy_target_id_period UNIQUE (synergy_target_id, period), 
    CONSTRAINT fk_pmi_synergy_actuals_synergy_target_id FOREIGN KEY(synergy_target_id) REFERENCES pmi_synergy_targets (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_synergy_actuals_reported_by_id FOREIGN KEY(reported_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE TABLE pmi_status_reports (
    id VARCHAR(36) NOT NULL, 
    program_id VARCHAR(36) NOT NULL, 
    week INTEGER NOT NULL, 
    health pmi_health DEFAULT 'green' NOT NULL, 
    summary TEXT NOT NULL, 
    author_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pmi_status_reports PRIMARY KEY (id), 
    CONSTRAINT uq_pmi_status_reports_program_id_week UNIQUE (program_id, week), 
    CONSTRAINT fk_pmi_status_reports_program_id FOREIGN KEY(program_id) REFERENCES pmi_programs (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pmi_status_reports_author_id FOREIGN KEY(author_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE INDEX ix_pmi_status_reports_program_id ON pmi_status_reports (program_id);

CREATE TABLE ai_conversations (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    user_id VARCHAR(36) NOT NULL, 
    deal_id VARCHAR(36), 
    title VARCHAR(200), 
    model VARCHAR(80) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_ai_conversations PRIMARY KEY (id), 
    CONSTRAINT fk_ai_conversations_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_ai_conversations_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, 
    CONSTRAINT fk_ai_conversations_deal_id FOREIGN KEY(deal_id) REFERENCES deals (id) ON DELETE SET NULL
);

CREATE INDEX ix_ai_conversations_user_id ON ai_conversations (user_id);

CREATE INDEX ix_ai_conversations_organization_id ON ai_conversations (organization_id);

CREATE INDEX ix_ai_conversations_deal_id ON ai_conversations (deal_id);

CREATE TABLE ai_messages (
    id VARCHAR(36) NOT NULL, 
    conversation_id VARCHAR(36) NOT NULL, 
    role VARCHAR(20) NOT NULL, 
    content TEXT NOT NULL, 
    tokens INTEGER DEFAULT 0 NOT NULL, 
    citations JSONB DEFAULT '[]'::jsonb NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_ai_messages PRIMARY KEY (id), 
    CONSTRAINT ck_ai_messages_role_known CHECK (role IN ('system', 'user', 'assistant', 'tool')), 
    CONSTRAINT fk_ai_messages_conversation_id FOREIGN KEY(conversation_id) REFERENCES ai_conversations (id) ON DELETE CASCADE
);

CREATE INDEX ix_ai_messages_conversation_id ON ai_messages (conversation_id);

UPDATE alembic_version SET version_num='58ea862c1242' WHERE alembic_version.version_num = 'e04d7f1b92ac';

-- Running upgrade 58ea862c1242 -> d37ed4cd3013

CREATE TABLE folders (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    data_room_id VARCHAR(36) NOT NULL, 
    parent_id VARCHAR(36), 
    name VARCHAR(255) NOT NULL, 
    path VARCHAR(2048) DEFAULT '/' NOT NULL, 
    position INTEGER DEFAULT 0 NOT NULL, 
    is_archived BOOLEAN DEFAULT false NOT NULL, 
    created_by_id VARCHAR(36) NOT NULL, 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_folders PRIMARY KEY (id), 
    CONSTRAINT uq_folders_data_room_id_parent_id_name UNIQUE (data_room_id, parent_id, name), 
    CONSTRAINT ck_folders_not_its_own_parent CHECK (parent_id <> id), 
    CONSTRAINT fk_folders_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_folders_data_room_id FOREIGN KEY(data_room_id) REFERENCES data_rooms (id) ON DELETE CASCADE, 
    CONSTRAINT fk_folders_parent_id FOREIGN KEY(parent_id) REFERENCES folders (id) ON DELETE CASCADE, 
    CONSTRAINT fk_folders_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE RESTRICT
);

CREATE INDEX ix_folders_parent_id ON folders (parent_id);

CREATE INDEX ix_folders_organization_id ON folders (organization_id);

COMMENT ON TABLE folders IS 'A tree of folders in each data room';

UPDATE alembic_version SET version_num='d37ed4cd3013' WHERE alembic_version.version_num = '58ea862c1242';

-- Running upgrade d37ed4cd3013 -> c3a7b4bbf913

CREATE TABLE rbac_audit_logs (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    actor_id VARCHAR(36), 
    subject_id VARCHAR(36), 
    role_id VARCHAR(36), 
    action VARCHAR(60) NOT NULL, 
    before JSONB DEFAULT '{}'::jsonb NOT NULL, 
    after JSONB DEFAULT '{}'::jsonb NOT NULL, 
    ip_address INET, 
    occurred_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_rbac_audit_logs PRIMARY KEY (id), 
    CONSTRAINT ck_rbac_audit_logs_action_known CHECK (action IN ('grant', 'revoke', 'create', 'update', 'delete')), 
    CONSTRAINT fk_rbac_audit_logs_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_rbac_audit_logs_actor_id FOREIGN KEY(actor_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_rbac_audit_logs_subject_id FOREIGN KEY(subject_id) REFERENCES users (id) ON DELETE SET NULL, 
    CONSTRAINT fk_rbac_audit_logs_role_id FOREIGN KEY(role_id) REFERENCES roles (id) ON DELETE SET NULL
);

CREATE INDEX ix_rbac_audit_logs_actor_id ON rbac_audit_logs (actor_id);

CREATE INDEX ix_rbac_audit_logs_organization_id_occurred_at ON rbac_audit_logs (organization_id, occurred_at DESC);

UPDATE alembic_version SET version_num='c3a7b4bbf913' WHERE alembic_version.version_num = 'd37ed4cd3013';

-- Running upgrade c3a7b4bbf913 -> dc2c0f69c1b1

CREATE TABLE pipeline_templates (
    id VARCHAR(36) NOT NULL, 
    organization_id VARCHAR(36) NOT NULL, 
    name VARCHAR(120) NOT NULL, 
    description TEXT, 
    is_default BOOLEAN DEFAULT false NOT NULL, 
    created_by_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pipeline_templates PRIMARY KEY (id), 
    CONSTRAINT uq_pipeline_templates_organization_id_name UNIQUE (organization_id, name), 
    CONSTRAINT fk_pipeline_templates_organization_id FOREIGN KEY(organization_id) REFERENCES organizations (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pipeline_templates_created_by_id FOREIGN KEY(created_by_id) REFERENCES users (id) ON DELETE SET NULL
);

CREATE UNIQUE INDEX uq_pipeline_templates_default ON pipeline_templates (organization_id) WHERE is_default;

CREATE TABLE pipeline_template_stages (
    id VARCHAR(36) NOT NULL, 
    template_id VARCHAR(36) NOT NULL, 
    name VARCHAR(80) NOT NULL, 
    position INTEGER NOT NULL, 
    win_probability SMALLINT DEFAULT 0 NOT NULL, 
    target_days INTEGER DEFAULT 14 NOT NULL, 
    default_owner_id VARCHAR(36), 
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
    CONSTRAINT pk_pipeline_template_stages PRIMARY KEY (id), 
    CONSTRAINT uq_pipeline_template_stages_template_id_position UNIQUE (template_id, position), 
    CONSTRAINT ck_pipeline_template_stages_win_probability_range CHECK (win_probability BETWEEN 0 AND 100), 
    CONSTRAINT fk_pipeline_template_stages_template_id FOREIGN KEY(template_id) REFERENCES pipeline_templates (id) ON DELETE CASCADE, 
    CONSTRAINT fk_pipeline_template_stages_default_owner_id FOREIGN KEY(default_owner_id) REFERENCES users (id) ON DELETE SET NULL
);

UPDATE alembic_version SET version_num='dc2c0f69c1b1' WHERE alembic_version.version_num = 'c3a7b4bbf913';

COMMIT;

