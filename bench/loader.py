"""Two hundred companies and a million cases, one company with half of them. People by the verbs, the rest by SQL."""

import json
import shutil

from config import embedded

from . import bulk

COMPANIES = 200
BIG, SMALL = "big", "small-1"
FORMAT = 6  # rises when what is loaded changes

_PREPARE = """
SELECT setseed(0.4);
CREATE TEMP TABLE words AS SELECT ARRAY['pump','filter','heater','valve','liner','cover','boiler','drain','pipe',
    'light','tank','meter','fitting','gasket','motor','sensor','panel','switch','ladder','skimmer'] AS nouns,
  ARRAY['leaks','hums','rattles','is cold','trips','is cracked','drips','is loose','smells','is missing',
    'stopped','overheats','is blocked','floods','sparks','is late','is wrong','freezes','shakes','squeaks'] AS faults,
  ARRAY['again','after rain','since Monday','at night','in the garden','near the steps','on start','under load',
    'in the cellar','behind the wall'] AS tails,
  ARRAY['Jane','Omar','Lucia','Chen','Maria','Piotr','Aisha','John','Noor','Ivan','Elena','Sam','Ruth','Diego','Hana',
    'Paul','Greta','Kofi','Anna','Luis'] AS firsts,
  ARRAY['Abbott','Baker','Castillo','Doyle','Evans','Fischer','Garcia','Hughes','Ito','Jensen','Kaplan','Lopez','Moreau',
    'Novak','Okafor','Perez','Quinn','Rossi','Silva','Turner'] AS lasts,
  ARRAY['Lakeside','Oak','Maple','Harbour','Mill','Church','River','Station','Garden','Hill'] AS streets;
CREATE TEMP TABLE place AS
SELECT t.id AS tenant_id, row_number() OVER (ORDER BY t.slug <> 'big', t.slug) AS nth,
  (SELECT array_agg(b.id ORDER BY b.name) FROM tenants_branch b WHERE b.tenant_id = t.id) AS branches,
  (SELECT array_agg(d.id ORDER BY d.key) FROM routing_department d WHERE d.tenant_id = t.id) AS departments,
  (SELECT array_agg(m.id ORDER BY m.id) FROM tenants_membership m WHERE m.tenant_id = t.id) AS members,
  CASE WHEN t.slug = 'big' THEN %(half)s ELSE %(share)s END AS cases
FROM tenants_tenant t;
"""
_ACCOUNTS = """
CREATE TEMP TABLE who AS
SELECT uuidv7() AS id, uuidv7() AS site, p.tenant_id, n AS number, p.nth,
  w.firsts[1 + (n * 7 + p.nth) %% 20] || ' ' || w.lasts[1 + (n / 20 + p.nth) %% 20] AS name,
  '+1716' || lpad((p.nth * 31 + n)::text, 7, '0') AS phone,
  (n %% 900 + 1) || ' ' || w.streets[1 + n %% 10] || ' Road' AS street
FROM place p, words w, generate_series(1, (p.cases / 10)::int) n;
INSERT INTO customers_account (id, tenant_id, number, kind, name, phone_e164, email_normalised, version)
SELECT id, tenant_id, number, 'homeowner', name, phone, 'customer' || number || '@example.com', 1 FROM who;
INSERT INTO customers_contact (id, tenant_id, account_id, name, title, phone_e164, email_normalised)
SELECT uuidv7(), tenant_id, id, name, '', phone, 'customer' || number || '@example.com' FROM who;
INSERT INTO customers_property (id, tenant_id, account_id, street, city, region, postcode)
SELECT site, tenant_id, id, street, 'Buffalo', 'NY', '14201' FROM who;
INSERT INTO customers_complaint (id, tenant_id, account_id, words, noted_at, settled_at, outcome, subject_kind)
SELECT uuidv7(), tenant_id, id, 'Nobody called back about the filter pump.', now() - number * interval '1 minute',
  CASE WHEN number / 20 %% 2 = 0 THEN now() END, CASE WHEN number / 20 %% 2 = 0 THEN 'Called.' ELSE '' END, ''
FROM who WHERE number %% 20 = 0;
CREATE UNIQUE INDEX ON who (nth, number);
ANALYZE who, place;
"""
_CASES = """
CREATE TEMP TABLE made AS
SELECT p.*, n, uuidv7() AS id, n %% 5 = 0 AS is_open, random() AS luck, random() AS choice,
  now() - random() * interval '700 days' AS past
FROM place p, generate_series(1, p.cases::int) n;
INSERT INTO cases_case (id, tenant_id, number, summary, description, told, case_type, reason_code, request_type,
  request_subtype, reach_by, reach_under, severity, urgency, priority, priority_reason, source,
  account_id, site_id, branch_id,
  department_id, owner_id, opened_by_id, opened_at, entered_late, next_action,
  next_action_due_at, due_at, at_risk_at, due_fingerprint, rederived_by, queue_at, resolved_at,
  closed_at, resolution_path, resolution_notes, reopen_count, breach_cause, missed_before,
  owner_chosen, routed_at, routed_because, routed_for, triage_attempts, version, changed_at, waiting_for,
  has_waited, referrals_made, referrals_open)
SELECT m.id, m.tenant_id, m.n,
  initcap(w.nouns[1 + (choice * 20)::int %% 20]) || ' ' || w.faults[1 + (luck * 20)::int %% 20] || ' '
    || w.tails[1 + (m.n %% 10)] || CASE WHEN m.n %% 2500 = 0 THEN ' quasar' ELSE '' END,
  CASE WHEN m.n %% 9 > 0 THEN 'The customer called and says so. Please have a look.' ELSE '' END, '',
  (ARRAY['repair','repair','repair','repair','warranty','warranty','service','service','question','damage'])
    [1 + m.n / 5 %% 10],
  (ARRAY['defect','defect','defect','other','other','missing_part','damage','wrong_item','access_issue',
    'site_not_ready'])[1 + m.n / 50 %% 10], '', '', '', '', 'moderate', 'this_week',
  (ARRAY['urgent','high','high','normal','normal','normal','normal','low'])[1 + (choice * 8)::int %% 8], '',
  (ARRAY['phone','email','web','field'])[1 + (luck * 4)::int %% 4], a.id, a.site,
  m.branches[1 + (luck * 30)::int %% array_length(m.branches, 1)],
  m.departments[1 + (choice * 40)::int %% array_length(m.departments, 1)],
  CASE WHEN m.is_open AND luck < 0.3 THEN NULL
    ELSE m.members[1 + (choice * 997)::int %% array_length(m.members, 1)] END,
  m.members[1], opened, false, CASE WHEN m.n %% 3 = 0 THEN 'Call back' ELSE '' END,
  CASE WHEN m.n %% 3 = 0 THEN due - interval '1 day' END, due, due - interval '2 hours', 'bench', '', due,
  CASE WHEN m.is_open THEN NULL ELSE opened + luck * interval '3 days' END, NULL,
  CASE WHEN m.is_open THEN '' ELSE 'repaired' END, '', 0, '', false, false, opened, '{}', '', 0, 2, opened, '', false,
  (m.n %% 50 < 2)::int, (m.n %% 50 = 0)::int
FROM made m
JOIN who a ON a.nth = m.nth AND a.number = 1 + m.n %% (m.cases / 10)::int,
LATERAL (SELECT CASE WHEN m.is_open THEN now() - choice * interval '60 days' ELSE past END AS opened) o,
LATERAL (SELECT opened + (1 + luck * 60) * interval '1 day' AS due) d, words w;
INSERT INTO tenants_counter (id, tenant_id, name, value)
SELECT uuidv7(), tenant_id, kind, CASE kind WHEN 'case' THEN cases ELSE cases / 10 END
FROM place, unnest(ARRAY['case', 'account']) kind;
"""
_REST = """
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, resolved_at, is_internal)
SELECT uuidv7(), tenant_id, id, token, queue_at, resolved_at, false FROM (
  SELECT DISTINCT c.tenant_id, c.id, c.queue_at, c.resolved_at, t.token
  FROM cases_case c JOIN customers_account a ON a.id = c.account_id JOIN customers_property s ON s.id = c.site_id,
  LATERAL unnest(c.number::text || string_to_array(lower(c.summary || ' ' || a.name || ' ' || s.street), ' ')) t(token)
) distinct_words;
CREATE TEMP TABLE labels (name text, every integer);
INSERT INTO labels VALUES ('storm', 11), ('leak', 101), ('warranty', 401), ('rare', 20011);
INSERT INTO cases_tag (id, tenant_id, name) SELECT uuidv7(), tenant_id, name FROM place, labels;
INSERT INTO cases_casetag (id, tenant_id, case_id, tag_id, queue_at, resolved_at)
SELECT uuidv7(), c.tenant_id, c.id, g.id, c.queue_at, c.resolved_at
FROM labels l JOIN cases_tag g USING (name) JOIN cases_case c ON c.tenant_id = g.tenant_id AND c.number %% l.every = 1;
INSERT INTO cases_referral (id, tenant_id, case_id, department_id, reason, reason_words, comments, opened_by_id,
  opened_at, due_at, at_risk_at, accepted_at, accepted_by_id, answered_at, answered_by_id, answer, return_reason,
  finished_at)
SELECT uuidv7(), c.tenant_id, c.id, p.departments[1 + c.number / 50 %% array_length(p.departments, 1)], 'part',
  '',
  'Do we have one on the shelf?', p.members[1], c.opened_at, c.opened_at + interval '1 day',
  c.opened_at + interval '18 hours', CASE WHEN c.number %% 3 > 0 THEN c.opened_at END,
  CASE WHEN c.number %% 3 > 0 THEN p.members[1 + c.number %% array_length(p.members, 1)] END,
  c.resolved_at, CASE WHEN c.resolved_at IS NULL THEN NULL ELSE p.members[1] END,
  CASE WHEN c.resolved_at IS NULL THEN '' ELSE 'One left, set aside.' END, '', c.resolved_at
FROM cases_case c JOIN place p ON p.tenant_id = c.tenant_id WHERE c.referrals_made > 0;
INSERT INTO timeline_entry (id, tenant_id, subject_kind, subject_id, kind, at, recorded_at, facts, body, audience)
SELECT uuidv7(), tenant_id, 'case', id, 'cases-opened', opened_at, opened_at, '{"source": "phone", "late": false}',
  '', 'internal' FROM cases_case;
INSERT INTO inbox_notification (id, tenant_id, member_id, what, about, key, subject_kind, subject_id, subject_label,
  address, actor_id, facts, at, is_urgent, is_internal, read_at)
SELECT uuidv7(), tenant_id, owner_id, 'cases-assigned', 'assigned', 'case-' || number, 'case', id,
  '#' || number || ' ' || summary, '/cases/' || number || '/', opened_by_id, '{}', opened_at, false, true,
  CASE WHEN number %% 50 = 0 THEN NULL ELSE opened_at END
FROM cases_case WHERE owner_id IS NOT NULL AND resolved_at IS NULL;
"""


def _mark():
    return embedded.home() / "loaded.json"


def is_loaded(cases):
    return _mark().exists() and json.loads(_mark().read_text()) == {"cases": cases, "format": FORMAT}


def clear_away(cases):
    """Delete this home when it holds other data than these, or was left half loaded. Nothing may run there."""
    if embedded.home().exists() and not is_loaded(cases):
        shutil.rmtree(embedded.home())


def ensure(cases):
    """Load that many cases unless this home already holds them."""
    if is_loaded(cases):
        return
    print(f"Loading {cases:,} cases in {COMPANIES} companies", flush=True)
    from . import people

    people.admit(COMPANIES, BIG)
    with bulk.owner() as connection:
        run = connection.execute
        for statement in (_PREPARE % {"half": cases // 2, "share": cases // 2 // (COMPANIES - 1)}).split(";\n"):
            run(statement)
        with bulk.bare(
            connection, "cases_case", "cases_casetag", "cases_casetoken", "timeline_entry", "inbox_notification"
        ):
            for script in (_ACCOUNTS, _CASES, _REST):
                for statement in (script % {}).split(";\n"):
                    if statement.strip():
                        run(statement)
        people.index_words()
        people.live_a_little(BIG)
        people.learn_words(BIG)
        run("VACUUM (ANALYZE)")
    _mark().write_text(json.dumps({"cases": cases, "format": FORMAT}))
