/**
 * The founding case in small: keys that are uuid where the code says varchar(36), with what refuses such a change standing
 * on them, and a few other differences. Rows in every table.
 */
export const actualSql = `
  CREATE TABLE public.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, note text);
  CREATE TABLE public.orders (
    id integer PRIMARY KEY, user_id uuid NOT NULL REFERENCES public.users (id) ON DELETE CASCADE, total numeric(10,2));
  CREATE VIEW public.user_orders AS
    SELECT u.id, u.email, count(o.id) AS orders FROM public.users u LEFT JOIN public.orders o ON o.user_id = u.id GROUP BY u.id;
  CREATE MATERIALIZED VIEW public.order_owners AS SELECT DISTINCT user_id FROM public.orders;
  CREATE UNIQUE INDEX order_owners_key ON public.order_owners (user_id);
  ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON public.users USING (id IS NOT NULL);
  CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF user_id ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch();
  COMMENT ON TABLE public.orders IS 'what was bought';
  INSERT INTO public.users SELECT md5('user' || n)::uuid, 'user' || n || '@example.com', 'note ' || n FROM generate_series(1, 400) n;
  INSERT INTO public.orders SELECT n, md5('user' || 1 + n % 400)::uuid, n FROM generate_series(1, 800) n;
  REFRESH MATERIALIZED VIEW public.order_owners;
  ANALYZE`;

export const expectedSql = `
  CREATE TABLE public.users (
    id varchar(36) PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, note text, seen_at timestamptz);
  CREATE TABLE public.orders (
    id integer PRIMARY KEY, user_id varchar(36) NOT NULL REFERENCES public.users (id) ON DELETE CASCADE, total numeric(12,2));
  CREATE INDEX orders_user_id_idx ON public.orders (user_id);
  CREATE VIEW public.user_orders AS
    SELECT u.id, u.email, count(o.id) AS orders FROM public.users u LEFT JOIN public.orders o ON o.user_id = u.id GROUP BY u.id;
  CREATE MATERIALIZED VIEW public.order_owners AS SELECT DISTINCT user_id FROM public.orders;
  CREATE UNIQUE INDEX order_owners_key ON public.order_owners (user_id);
  ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON public.users USING (id IS NOT NULL);
  CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF user_id ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch();
  COMMENT ON TABLE public.orders IS 'what was ordered';
  CREATE TABLE public.invoices (id integer PRIMARY KEY, user_id varchar(36) REFERENCES public.users (id))`;

/** Columns that both states have; what is new holds no old value. */
export const columnsKept = {
  users: ["id", "email", "note"],
  orders: ["id", "user_id", "total"],
};
