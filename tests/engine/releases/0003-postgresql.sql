SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.refuse_history_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$;
CREATE TABLE public.account_groups (
    account_id character varying(32) NOT NULL,
    group_id character varying(100) NOT NULL
);
CREATE TABLE public.accounts (
    id character varying(32) NOT NULL,
    username character varying(100) NOT NULL,
    password_hash character varying(300) NOT NULL,
    role character varying(20) NOT NULL,
    active boolean NOT NULL
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.answers (
    id integer NOT NULL,
    case_id character varying(32) NOT NULL,
    task_id character varying(32),
    process_id character varying(200) NOT NULL,
    definition_id character varying(32) NOT NULL,
    element_id character varying(200) NOT NULL,
    form_id character varying(200) NOT NULL,
    given json NOT NULL,
    salt character varying(32) NOT NULL,
    given_by character varying(32) NOT NULL,
    given_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.answers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.answers_id_seq OWNED BY public.answers.id;
CREATE TABLE public.case_states (
    case_id character varying(32) NOT NULL,
    state bytea NOT NULL
);
CREATE TABLE public.cases (
    id character varying(32) NOT NULL,
    reference character varying(40) NOT NULL,
    process_id character varying(200) NOT NULL,
    bindings json NOT NULL,
    title character varying(300) NOT NULL,
    status character varying(100) NOT NULL,
    status_text text,
    state character varying(20) NOT NULL,
    area character varying(200),
    submitter_id character varying(32),
    secret_hash character varying(64),
    idempotency_key character varying(64),
    linked_case_id character varying(32),
    positions json NOT NULL,
    started_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_element character varying(200),
    outcome character varying(100),
    legal_effect character varying(40),
    retention_class character varying(40),
    statutory_term character varying(20),
    suspensions json NOT NULL,
    incident text,
    revision integer NOT NULL
);
CREATE TABLE public.counters (
    name character varying(60) NOT NULL,
    value integer NOT NULL
);
CREATE TABLE public.decision_explanations (
    id integer NOT NULL,
    case_id character varying(32) NOT NULL,
    definition_id character varying(32) NOT NULL,
    digest character varying(64) NOT NULL,
    told json NOT NULL,
    salt character varying(32) NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.decision_explanations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.decision_explanations_id_seq OWNED BY public.decision_explanations.id;
CREATE TABLE public.definitions (
    id character varying(32) NOT NULL,
    process_id character varying(200) NOT NULL,
    version integer NOT NULL,
    content_hash character varying(64) NOT NULL,
    name character varying(300) NOT NULL,
    version_tag character varying(100),
    files bytea NOT NULL,
    in_use boolean NOT NULL,
    deployed_at timestamp with time zone NOT NULL,
    deployed_by character varying(64) NOT NULL
);
CREATE TABLE public.drafts (
    task_id character varying(32) NOT NULL,
    person_id character varying(32) NOT NULL,
    raw json NOT NULL,
    saved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.failed_sign_ins (
    id integer NOT NULL,
    subject character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.failed_sign_ins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.failed_sign_ins_id_seq OWNED BY public.failed_sign_ins.id;
CREATE TABLE public.heartbeats (
    worker character varying(100) NOT NULL,
    seen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.history (
    sequence integer NOT NULL,
    case_id character varying(32),
    at timestamp with time zone NOT NULL,
    kind character varying(60) NOT NULL,
    person_id character varying(32) NOT NULL,
    process_id character varying(200),
    definition_id character varying(32),
    element_id character varying(200),
    facts json NOT NULL,
    previous character varying(64) NOT NULL,
    digest character varying(64) NOT NULL
);
CREATE SEQUENCE public.history_sequence_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.history_sequence_seq OWNED BY public.history.sequence;
CREATE TABLE public.jobs (
    id character varying(64) NOT NULL,
    case_id character varying(32),
    kind character varying(60) NOT NULL,
    payload json NOT NULL,
    state character varying(20) NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    error text
);
CREATE TABLE public.persons (
    id character varying(32) NOT NULL,
    name character varying(300) NOT NULL,
    email character varying(320),
    phone character varying(50),
    address character varying(500),
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.publications (
    id integer NOT NULL,
    case_id character varying(32) NOT NULL,
    status character varying(100) NOT NULL,
    text text,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.publications_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.publications_id_seq OWNED BY public.publications.id;
CREATE TABLE public.sessions (
    token_hash character varying(64) NOT NULL,
    account_id character varying(32) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.subscriptions (
    case_id character varying(32) NOT NULL,
    ref character varying(32) NOT NULL,
    element_id character varying(200) NOT NULL,
    message character varying(200) NOT NULL,
    key character varying(300),
    kind character varying(20) NOT NULL
);
CREATE TABLE public.task_groups (
    task_id character varying(32) NOT NULL,
    group_id character varying(100) NOT NULL
);
CREATE TABLE public.tasks (
    id character varying(32) NOT NULL,
    case_id character varying(32) NOT NULL,
    ref character varying(32) NOT NULL,
    process_id character varying(200) NOT NULL,
    definition_id character varying(32) NOT NULL,
    element_id character varying(200) NOT NULL,
    name character varying(300) NOT NULL,
    form_id character varying(200) NOT NULL,
    scope character varying(60) NOT NULL,
    instance character varying(300),
    multi_instance character varying(32),
    ballot boolean NOT NULL,
    ballot_open boolean NOT NULL,
    recused boolean NOT NULL,
    suspends_term boolean NOT NULL,
    state character varying(20) NOT NULL,
    assigned boolean NOT NULL,
    assignee character varying(32),
    claimed_at timestamp with time zone,
    due_at timestamp with time zone,
    follow_up_at timestamp with time zone,
    priority integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    completed_by character varying(32)
);
CREATE TABLE public.timers (
    case_id character varying(32) NOT NULL,
    ref character varying(32) NOT NULL,
    process_id character varying(200) NOT NULL,
    element_id character varying(200) NOT NULL,
    due_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.answers ALTER COLUMN id SET DEFAULT nextval('public.answers_id_seq'::regclass);
ALTER TABLE ONLY public.decision_explanations ALTER COLUMN id SET DEFAULT nextval('public.decision_explanations_id_seq'::regclass);
ALTER TABLE ONLY public.failed_sign_ins ALTER COLUMN id SET DEFAULT nextval('public.failed_sign_ins_id_seq'::regclass);
ALTER TABLE ONLY public.history ALTER COLUMN sequence SET DEFAULT nextval('public.history_sequence_seq'::regclass);
ALTER TABLE ONLY public.publications ALTER COLUMN id SET DEFAULT nextval('public.publications_id_seq'::regclass);
INSERT INTO public.account_groups VALUES ('3078cdcad02341559f588f16e4afb43d', 'ondersteuning');
INSERT INTO public.account_groups VALUES ('ddaa2ffc272d4b818b746735ddb1c916', 'beheerder');
INSERT INTO public.account_groups VALUES ('3d33a38ff6244ce39ce4061563574caf', 'stuurgroep');
INSERT INTO public.account_groups VALUES ('e02e5ce68340402fbb8dddbc2692b788', 'stuurgroep');
INSERT INTO public.account_groups VALUES ('5ab5a9404a334449b5110ab0a4477629', 'stuurgroep');
INSERT INTO public.accounts VALUES ('3078cdcad02341559f588f16e4afb43d', 'kantoor', '$argon2id$v=19$m=65536,t=3,p=4$vQqxbodMgTTsALKSxxOiaQ$FQ9MTqiz2GOHKGQbBeVMHLt9siNoXrIgzeMFh2yYL6w', 'medewerker', true);
INSERT INTO public.accounts VALUES ('ddaa2ffc272d4b818b746735ddb1c916', 'beheerder', '$argon2id$v=19$m=65536,t=3,p=4$vQqxbodMgTTsALKSxxOiaQ$FQ9MTqiz2GOHKGQbBeVMHLt9siNoXrIgzeMFh2yYL6w', 'medewerker', true);
INSERT INTO public.accounts VALUES ('3d33a38ff6244ce39ce4061563574caf', 'lid-1', '$argon2id$v=19$m=65536,t=3,p=4$vQqxbodMgTTsALKSxxOiaQ$FQ9MTqiz2GOHKGQbBeVMHLt9siNoXrIgzeMFh2yYL6w', 'medewerker', true);
INSERT INTO public.accounts VALUES ('e02e5ce68340402fbb8dddbc2692b788', 'lid-2', '$argon2id$v=19$m=65536,t=3,p=4$vQqxbodMgTTsALKSxxOiaQ$FQ9MTqiz2GOHKGQbBeVMHLt9siNoXrIgzeMFh2yYL6w', 'medewerker', true);
INSERT INTO public.accounts VALUES ('5ab5a9404a334449b5110ab0a4477629', 'lid-3', '$argon2id$v=19$m=65536,t=3,p=4$vQqxbodMgTTsALKSxxOiaQ$FQ9MTqiz2GOHKGQbBeVMHLt9siNoXrIgzeMFh2yYL6w', 'medewerker', true);
INSERT INTO public.alembic_version VALUES ('0003');
INSERT INTO public.answers VALUES (1, '617f95973b05470ebceaafd41261abac', NULL, 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', 'insturen', '{"titel": "Wordt beslist"}', 'ab04a9162ef74b943693cc27231d649a', '71396635a90e43fdac1254ca08205a13', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (2, '3c9a066105454029b0113b2a1ded21ff', NULL, 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', 'insturen', '{"titel": "In stemming"}', '2425fe534392c0550a115bdcf407b6a6', '6050f64b42114eadb4ccbeb67dfc03dc', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (3, '0893ccfe19854228b5cb6a8d56f7890d', NULL, 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', 'insturen', '{"titel": "Wordt bekeken"}', '5f75557708ac78115709bedc2da9027a', 'b5e5dcc0727e4950b3409d2f708b6468', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (4, '617f95973b05470ebceaafd41261abac', '6bf32c15f67a48f78a32e64ea2d2e379', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', 'controle', '{"volledig": true, "notitie": "goed"}', '7d5bb484d0a5503f57bf2995b8c7ee50', '3078cdcad02341559f588f16e4afb43d', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (5, '3c9a066105454029b0113b2a1ded21ff', 'cc44c1ebc9cb4e0cac54741afb56d958', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', 'controle', '{"volledig": true, "notitie": "goed"}', 'c1c0fc1b7861b564c1e38ddbaf0e39b4', '3078cdcad02341559f588f16e4afb43d', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (6, '617f95973b05470ebceaafd41261abac', '7732db12e8104ce4bcb533469d4fbee2', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'stembiljet', '{"keuze": "voor", "reden": "mooi"}', 'abe412a1ded029f1f06eee80c1e77a92', '3d33a38ff6244ce39ce4061563574caf', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (7, '617f95973b05470ebceaafd41261abac', '52c2cabd9d944a59ac694fcdc9fd493b', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'stembiljet', '{"keuze": "voor", "reden": "mooi"}', 'bab396dcad42371333b9d63002a3ba86', 'e02e5ce68340402fbb8dddbc2692b788', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (8, '617f95973b05470ebceaafd41261abac', '2f7757beb7c64336bedab6c18eea8e4b', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'stembiljet', '{"keuze": "voor", "reden": "mooi"}', '0387921fdf7dcca30bd1c09fd805a006', '5ab5a9404a334449b5110ab0a4477629', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (9, '3c9a066105454029b0113b2a1ded21ff', '55e9d5d7adb6408eb1f31b097568c276', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'stembiljet', '{"keuze": "tegen", "reden": "duur"}', '288d0c12a848463e98088f37c7d354c5', '3d33a38ff6244ce39ce4061563574caf', '2026-03-02 08:00:00+00');
INSERT INTO public.answers VALUES (10, '617f95973b05470ebceaafd41261abac', 'aa02ead64bdc4519be781566bcf10dcf', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', 'controle', '{"volledig": false, "notitie": null}', '6d09399b9677ad4f6c985d9e3bb6bbc1', '3078cdcad02341559f588f16e4afb43d', '2026-03-02 08:00:00+00');
INSERT INTO public.case_states VALUES ('0893ccfe19854228b5cb6a8d56f7890d', '\x789c95554b6bdb4010fe2b61af55c2be1fbe94b6f4d073427b3021ec63d6a891b5465aa584e0ffde91eb901ee24a4520b49676bed7ecf885e432ec7d251bd6903196038c64f3428652f0a76d3f755df3426a5ba1231bf2a30ca95e0578c4ab27c7fb63436299fa0ac36953d78e15fab6dfe1e288ef6a39bcd522912bef59c8da9920a5613681d4c98aa0948b20156948e7c7f94b67a9cf397b9ba3932e0a971c83e4854fa0523699ccb0fb43071512d964df8d80dca71861441e75987059fdf8888bed7605ee49e57619f6be21b7d50f95345a367f6099714a3ac534bb3154302a6cf372bc5f53ac59416c4bbce7925ae0d4b024754cc161bd6c8c52d65b606ee6f4addfc158a76948178971c731467882be3ee476986d9b6d3a315d84685688d912a383353279ef294809c232ca698e5e19431de33033fd52fa3a940e06ec9e86e977a9e246855c4bce30ccddb31bca74989324a54fd86815a6538b61393f8eedae07209b5382244df84838e5fa9a8a6beaee38df28b7a1f403a5784721b9745df9f5301d5eb71c86b60c6d7d261b458f273b1675342b1cc3324ae99cb98f5629093159104a18742e27b44d042c13b8821c68f0c906499d704e18ca84b6ccbbc4a29a257e47c290dadd47d2bc9b2cd7569873cbad805c1687e7c5caccb5f406394895bde3410566050523b5941acb30c9a3499ceaa4297e9cb0737d64d60617b3f382cecc3ff9fe092d86fee6338e88e487e7af73fbdd1eba160f107f578ca14a9fc52c9ab34e8c124e592eb1ab22de8d0c0ab8d1567a0c8daa20b08ca6c64a1a550c9ecac492c3f7186ed4296466e2f9d8c37e7f410a7b5f0a13e22c6585a1cbd16dffb6f4a27fd2bc822e46b416f4aefd99aecafea24ec9d8197285d7cba96edfdcbe0869ddeb945dcceebf2071ac5ce128ed4afd07b8b372069ffffbdabe3fcda8e3f137cc801297');
INSERT INTO public.case_states VALUES ('3c9a066105454029b0113b2a1ded21ff', '\x789cad574d8fdb3610fd2b0ba2b72ac1f09bf4a540831ed25381a4b9188b809f86105932243969baf07fef506b6fb25b1b628a5e8c5d919a79f3e6bd21f540f230eedd4c36b42153180e69229b07320e033edaf6c7ae6b1ec8dccea9231bf2b6bf9be6b4dfb7fd8e34e4f3d07529b63bb299c7636a483fe0be36e1bedd90226e58f6a61ee33c904fe9f877599ad30e9f9cee4ff70de986e0ba8d0e26789d6450ce889cb209dcaa20b9333e7390115f7f848340ba6138bc198efd9cc682f2a7feb8f7e54f42c909e3b5b13c2dbf8447ce1d37392b264448dc86244051a9b8d422b88cf0c6a1d4b44f317d49e3270c83219ec3c43db88a0590783ce2fa13666a9893d2269a410bcf996182d28257729f98a65598d94bcc0918d29094e10204b0ecbd8931fac094655e1b7315f377a028a394bb148d11422766a3ce229b0cca054799a802c55f8292ce4b671190e35c0861bda4149c078739b462f606288c121ee32f7aea5a14435f74b37938e1da3c1cbec98c50ce29b64a2b2fb440c89602cd5e814c6051112547e7a6b273552c25edfed0a51915b8c9ae9b5098d33184344d179dce6efa84ff6cb7157917036c4990d449a7a8f0d988a8a3d7ce81434600327589136cc2bbd98dc8ad12cd635aaaad145652455f2b61b804dd3c60b32a823515c0b6244649854d52076b502dd653ad413a0601b24ddc144c6ffb5d9a66d46ebc094c52902888f439f5f3c7dc8e85b7c2d3027535475351cd966817038d46469fbc005028eb6c12182a745089c602f5cdd0cf28a43416df5dc36ab4e0d222d421e747d5eec6e178289d24431f5168733a2e12c3686e9ada5d9fd0ca4b07d1bfc5d50c987a05fc15d8f78c6da4dd00fc0c80bf5847c669367cf9783c5c5e398ced30b6f357b291705ad8582da3a9200cc3684f55a0a85d4605cfc1646a0305ae8de531c322a60fe7d9facb4d2e3457fc2ca8d5804d05f42d61d245a154b21095709999cc220314089a0da228cde6b81818470f522d2044eb353ea24a198b4e44ba171f2c53fff5af68ffe8c6afbf1565bd3b74ed0d73602d865979aea502c47ab95b6233e59665e168564815aad206ef2d06a72ebb505a657d8a01275b54920b15a3b35c43e4de64994390a2645a9f36ab27016e599bcbdf48230d67d719921ac707ced871570cbabd2f47d374ece665ba42f97971c22e4376763899f942ec6aebea881558a6d3544a8e0277d67a96b9892e1865805baf300c486529633c521344cacc8165c172503eb29ca97aaa17bd7a87f3a91be652b9b95e38d5060b7fe15ff11ecc6671eed9bf4b89154d5f97d7f696847f1f5a44795dc04ac145c015b2aa0041b4559a19bcb5181f85654822360a8f030cc6830dcb74ff90461c7bb731197519106bc16adcb025c9e282070c26b888c27b1af162a5944eca71b449c1f4c7d1776d789ce2d7a55c0477c6b51ab0a9805e1af6673b4f9ddbdded5ddbddceac41d073e60a19af1b66452af43a08c6c519c4aa516a415c84702ba3bd64ac18683fe490bb6ddb4fb3eb43ba5f86fb72c17acace5e832a3717f46f8b07f45f64030db9bc507747fff759ffec70af09b18c8ec723bde28caf98e7ff9d21aa5e3054fa2361b9d59c19a2cf18aaf8225863a822c40f32b4769cfdff0c5110fa1b45ec194515df276b145584f8018acaa74fdbf74bc6d3e91f031a6472');
INSERT INTO public.case_states VALUES ('617f95973b05470ebceaafd41261abac', '\x789cad57db6edc3610fd1583af550c5e86b77d29da220fed5381a4e9c3c23078192e54cbd24297b4a9e17fef48f62671e28d6434f062a195c9e19933670ec93b56bafe368c6c272a36a4ee8803dbddb1beebe8d5be9d9aa6ba63633d62c376eccfaecfe345c4a1a9879155ec7dd73498eb03db95d00c58b1b6a3a135b2dd32910d23dede624b81eed80d4effd23f684ed7b3fb6af5c515fd552c75533b62bf60faab8bc302b309c3788d6da6b13fdddcd0e84cf3d9d81d3f2167be8468b4b559b804228aa8628290958bc61afab0873034b208e1794429bc94a08df0c12a19ac34987881a2d98ce2f6d8e088b4e2d84f94e730a584c370fa3986e1867eecf71b965d98d933670b429036715410a38b0e6946c9c5d8904d2eecaa626fc6d013cd06aa077a85f51abc16465c6aadbd055ddddd5f6d09566d00b6672a99929167cc3e412a2900402c267bc020b9c933a65fdb030ee33411e76780190192aa89efb11daf4bdd9f585b90ae2e516d4866cf8a29bcc865ae076bd08568390fd9e6948b403323fda56bc7be6bb027013e0b959e849286b076a5603f8be7d077d371ae24ebda4cb21b716aebf630870bc3501f5afca8ed3ccd5a955c9a575cbde2fead943bed779cffc0397d532285baa3fbfb7a3a9ea61cfbbaebebf103db697ebfd0b19a47b581b13d03938c08cec6683548a5a3cd2e04ab95f32aaa0033fe778fbdfae35932b473ea5150ab01ab0dd04997510b078a5e136ce38d4f733688310449fa8b1446632a203d140b01bc29510a6578a4a5b54bd2c5873e586ce4f26732831cfa0faf6769bd3936f599e6a027e3bd3935c73a88f574f74c3ac1ad2fce172f690c06a32c350f95267aeb215118e11d1acf51a3174046e20aba62857626478edccee2d6c52b7056146300958ddee590695a26092a8f342473502878f04671103944993c771436f0a0ad985b449208a8cf2809499d013426192f84f12832042b3e23ed3986e425978af299a57f8bfd61eed03d4de971989a71f15a3e7f7de1d04c3cf7527efd7231e331d08ea1960aacd67853054e39513f5e900735dd386727b579363de05e507a5f7429bce56eb7f4e763972ef83694765d44fb7342fdadabcf57c1487894e916f1ac8360c6628858925386863af0d9198e36478368412cd278873d99db594c56ca53efac46db227a1280e0ce7a4f75270fb3547110c069c77528c128da6209d4ef536cea74ceade5a500e0c2ff2fb77e78dc60cbab78ab0dcc107b927a1225f73c65c854a25084cbe832484b8ebeeca77fd4e3d084c3c56da89b6fa4aecc473b5b77901789f5625fb7c318da8457cbeacb89e63333f5d269eee9a4c16a22f91fb6e3153bcda0d65259a9a05c29a464480420217023b451da420af3d1e3eb7a3d29d096102f2bdf0607fdbe1459e594fdc49078c21072893aa171e449c065a1234dce392669bc8cd6b90d0c6d08f13286563790efcad0e22afc8988e4138a74883a78ca2d2845270a4f4b53f9222794d61ae93750b421c4cb285a6dde6a834dd085204b9f73c9810b52b7b3cea34d31ca9cb40a3aa7d9034e979873cd4fddef1ebb7f355cb501f87efdce73552d7b79446cf2e5eb369fdfc4089f16d63ee2db70995a4f612e2dad797e3dbd5c7ce6fb61ddb68b2ceeefff03cd7340ce');
INSERT INTO public.cases VALUES ('0893ccfe19854228b5cb6a8d56f7890d', 'VOORBEELD-2026-0003', 'voorbeeld', '{"voorbeeld": "64aed1e54209484b971583f67acf45fc"}', 'Wordt bekeken', 'Ingestuurd', NULL, 'running', NULL, 'b5e5dcc0727e4950b3409d2f708b6468', 'fb1cadae56dfc6752b4b5d472f5331a01a0063cbe3c2138224411fe4d4531c7c', NULL, NULL, '[["voorbeeld", "Controleren"]]', '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', NULL, NULL, NULL, NULL, NULL, 'P8W', '[]', NULL, 1);
INSERT INTO public.cases VALUES ('3c9a066105454029b0113b2a1ded21ff', 'VOORBEELD-2026-0002', 'voorbeeld', '{"voorbeeld": "64aed1e54209484b971583f67acf45fc"}', 'In stemming', 'Ingestuurd', NULL, 'running', NULL, '6050f64b42114eadb4ccbeb67dfc03dc', '672b5a95eb9f4bbda6732a148150db9228d40db73089cc46389e99a9321ef550', NULL, NULL, '[["voorbeeld", "Stemmen"]]', '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', NULL, NULL, NULL, NULL, NULL, 'P8W', '[]', NULL, 3);
INSERT INTO public.cases VALUES ('617f95973b05470ebceaafd41261abac', 'VOORBEELD-2026-0001', 'voorbeeld', '{"voorbeeld": "64aed1e54209484b971583f67acf45fc"}', 'Wordt beslist', 'Gaat door', NULL, 'completed', NULL, '71396635a90e43fdac1254ca08205a13', '8a8ce1743fe95bd0e8fbabfc2804c94fdb05093b304462ba43bfd012f99dca49', NULL, NULL, '[]', '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', 'Akkoord', 'akkoord', 'beschikking', '6.1.9', 'P8W', '[]', NULL, 6);
INSERT INTO public.counters VALUES ('VOORBEELD-2026', 3);
INSERT INTO public.definitions VALUES ('64aed1e54209484b971583f67acf45fc', 'voorbeeld', 1, 'a759e739ff58aa4668db1fed27780d6ee1e1e1ad7ad05eca6d715f2c13aadbbe', 'voorbeeld', NULL, '\x789cbd5a5b93a2c8b6fe2b3bfa759f9801d4dacd899887d252942ead1295db9b80a548824c7b77c7f9efe7cb4c446e9656574f3d4cf49042e6ba7eeb5b2bebbfdfde563fc3f59fd369b4db12328bfea0cfdffef75fdf66475598994dd25baee6bd502376d8119deed07f6e3dfa5363e8bff88fbe6574b65ea4af1d45dff6fc3dde1bec1cb3b973427deb75fb78a7e9609fd86ef51e7a2d55991afadaeec80bcb68489e71584f8d46c4be8bb486ab4cd89e9ea2d73da573b48d363f4bd21b5c86cec2896cd1510eb113baec3747e9f8b6b167df0d5359c8d63ef6d6384fb28c436c2b1dc11ee1fceeda7743fde019047b53f99b821be9e4cd14bdb7e15f7f7dfb9f7f25b67057d1e6e78acc3e660a4986caeace811a741dcf1b5791b7b6d110dc238eef6cfed30b49c0f608ecd8360e8159b3f1fe81d80a2999c19216c49236be539be7cd1015be090f0b2bd4d7ec3792f92d12d654e5b37c5a4888a3686f4e280b53538b61126aa28b5e9146665d6d01132df8be1b321b31b76d9d9a167b0a21a5f382c60eebc2d498f86fba285f4ce847ebcdf6e707a309d170f2ba3abc53ff8009a96810a7328af83b0575a8fac46931f5d796a1d2ffa7eb93ccfa5d91c322d0e8d4c7887ebba6ada85cfdf1e3fecdbc667a4470b5d9439619fcec9fb619b0ef32ef67e57c41d66db8becda3536b1237823b4d966dffc11a9e91856187bb286c2c1cea9e6b32199d38d1f93e992eef67651a580659df2f93be61ef47a26c9a4226f3c86c36ff50c800784892ec4b4712f78ed4204ea49de83786988dc8f566163a3e59ce361f3ac0ad21260c3576949878ad2b07d5ca7645ba8ab3904381d7257b9bc7ded132b4d839e66d9a7d378b68a3ec1eb0ddd4d0161e8b6f6a5395b8a61e232e593e007a449bfa98c7ae98d89ea22f7fe6e74b8e241f2b61a3d6f3df46fb79e17dc1363ce2f8e55ce1ebaafcdca2b2d80ba7ab2776040c2a8b9d676855dfbdc2662ba7a60734c72bce83ee874525ba43568b568b0868cdbf2b5615e4667ae63db0967d3f2be388afab696c86539facff74666bb2f5377f841e8d9db1d4086c53ade1bf3decdcb2cdc11af820f41459b2cdde7c565bcf293442fe3972ef472b027629c8e770416cbf2943871fad403ff6ba713c0debec7de09de844c3158f39113204f4dbf9e5b93e1f49e4efe9b1b97361f7d9b1492be8cf5e57949fe7ab1fc91eb07f67e9b570c670c5e48f7faedcd97afd8713871195fdf549ae3b90cb0bf5a32b919db314fcfea8beeff94de2a082dbb4829e045fd735e5793cf75f4ff51faf8aba778cfa83ade8c085062d073b27eacf678ab8c6bf0f56d4dcd07da65d4d709f56bbe79a57f38e8d9d63b8281f6af45c1bec6da3bf1b92e660ec7f3ff69fdafbfed3e43868c983b1a075c6ad5e7eaf508b5f47eacaeb6ab0eff71d76ab3d87f2c6c69e6ee8ee5c608c75945b93b6f8f27ceaed29ee0ec63de159d054e801fd0e5bf71407d6e9b64c5a7bb8eb2f1f0ffda747b1bf1ce2b9eff7ba8b8da3344e2ff7c9d1d65a399ddaa3d1459f59a8132b9cc8bd702178ddc787e7a3bcb4804ed07181bd8ef6513ed172ef18ed5df2ee2ef1476c3f09be96b73964a3f1ec11af4db15d3fb9f0b73dceea39d8d0187643f2f77348b61c3b86feeb7cf59dfb29de205e4f1672b8a79000fa0dcecfe6a9edf7145633202fa194864ca50d635cbdd6f77f9fe3c005d5b1249c7de4327aa10c7ba884d7dbe616fa11eccbf00638034c1c625f72d24cd09a9a2e20dfd65466865ba3de65df1a748bb48e4719648bef3d42de433ec133c10d1027a8231bfa6d613dddc33617c8bbc6696ac85bcd38c0ae8c8dfefbb51b433e95bc84366415dbb661432f4a5fe46d4f616b2a3d2fcb4398cee7eff2b5ad6abd91da2e1a0896a9723d276a0336e13847fd64e8143bc83bfb67f6698a5678885dc487dda17b6a22b8d09cfad4a3bf07c855f801f28a6e38bc633fbe87a7c8c7994e6344403c71fc86bf862f9dc4cf2df9c13674df1ec77b3794f7901776d24fafcbfd2e89218aaba8818318b5b08342bc613ced54fffe2c55f8f2a97e8e3dd195f4a3ae744ed324768629754e6c7e9635006788b4a3231d20273a8c65bac7d5b393fc79b09157ce84d674b2a574d791ea73bec6e21d351cef87f21ab1377fce7c67210fa686b76531d3ce7f6f499d2db03180fd885653779ed93c612ff01a8df21bc136f52def681e77afcbc3d97eb0f7e0e7441aac9093e85e26731bb6d628b7442cbc9a1e74db0416aba773f14722cfd9865763b925fbae226e5f22fd04df4ce8193893af857add920eb03391ec8907cea0d72c33980303e46c8bf07abce4920e5bc08ec1d470ff44aca23edb0b746802f403ff9ef839bf2ba875e620865fbbd4169ed469a46767e449b0a579eef6f2be4dbb395a837f5beee63bd29c1f166e6d10db5283c54a0e53fd26f0b811707ea5771117a2dbed33fc839d501351a7f37b1572a2bc3e1ba5187882ad50671a812b96f28df5117ceffd19fb19b6bac805da72b99f8e05c429ce06163534d346ce0c9338d0c03b867347122e3ec9ad7504ca23a688095d91c189aca2cf583ea006ac87c6003d951d7bdd00f8a21d3d162fe77840ee18fa919fade5fc5678a7ed99ea82f963d918f6c75afba257f1f78b4df08c5aa6728cc9e7ebc52e651b5ce20deb39bb04aac8fa40bf09eeb958d0dc4e260a69ae0c239df69c883bd446856282ce27191fc0a7a28f4bebdd203dcfa1f512bd30c5aa14f7c3eb723edfd80f584ae388f960281d9017fd4c4cf6a4e765ffb7d5808c7d539b231f884b501ba475128bc04e43dce4f021b396c5356a77c65903707eca89d18365f22f04afdb14729bad8de83911db13f5f7f0b76d166a65d83961dfc809c5529c221792df987d64d83978a673885fc704e0d461edd486bf1f0b121b3ba6bec637aa43ebbdd158da93037abce613e2153d28ad556a8cfa1c5bb5fe07b0f7ea1ef06363ef99da136a35fc32e0f90d5bd9a893367a31c76f241cc5433dd719b775c06dbcf6d98ff00f780ee3778877b7ab0be00514c7973ce705ffd2075dde49e57ca2b574839e5a7fb0c7ab39efa975f96ccf7be3f54376fb25dce571cdf04241ed970e3b862517ce3cc6f3c631682e3729bf459c681c6f4d0d32311e317144f047d86492b1c93f8ac7c1308fb913f0d0b0937c97da17cf2271035d2ad5d80c665ba8afb4f7712352e48695dc22e111066c0cdedccb60848d7a8a9a4af9438af595dce71dece1fc1a76cb73cfc2fa6fc3a0f0c2693fcf4f645a7b8e342f106b971eed97fa955b7d86b7b0cce1dc56d0e7f977d498aeee03274f9c3fc066adcb5e2a7af261a89f807bb1f7b49ac30ee08ae92839fa5db527e3eb4b7f097f7a2159da7a3606204777b0b60c77cee69bf97cd451674f8ed241be8a8ba9f141be1ad17336f97ad265736af88feeb72ff88cbddfb38d0eed11b371b5e26b3d8a6d0d5a2f107b7b87cfa8b3bc80620ab841b1bea1efa63301bf49e78e141776f99e94c697be65f995b73feb5f468abe60b1f6213e0afb4736cda1627fb2b5db1c23ce3dc254da0067d5ecece0b2f6a5bcaaf3732ad159c63dbdb44a2816b01c0d103fe81db3361df8f5c3f332b8bd4f887e4ceaac35c30e69edccee61214f2c6911e76630ff102f436e1c3cf810fe521c45ae25be519d1075aaa689a807f4be65670a85bedc6f9e60cb23be4bfa84c24ce23cafeaf09a55ecf73372a38e76449bd55d1b75cfbd25db53dac79b2a71882c38a26c700e02cc3b7dc7d903f4e92af2bdfaeca26cb93e3853b38ae75f6ae580cee1e9dc9468e0475e32d3c8eec36c2666386e41a642ef4de746a8fb1ab765250fa677291aaf0d815e476c135a3b58cf6366fafbb426bef37e3657b37a9cd29c2bfa846366d820346f5c09b508df4c423da4353a6ffb82dfb3bdf9276c9bdde7be78ccf7adec7659d28544e67c0c65b9c4476d92f6cfe29ba7c86f57fbc4a27cd9bebb68b3777acd5fb55fca19937c497955212eb3dcb260b3f49b4fe46eb287ca6c35e17c6199f8a014571719f3f6297cf709df65f95e83c9a41b44402d5d8087b3fbcaaadc2dca5db0533577f86519cb3c85c77fa66615b1a55287625e6e7ed2393d9ba1ffb26cd57d0dc7be94a717fd7ab5d7f954bcd574f8257f3f31a2f52fd461a71cb753296ed8d03fb1cb716a78119bcdb7d3beada287e2b3fdfcdc8804b631a17d30c56e6051b2673aefacfefd82e922c5e40574ae9a65cdd93d8fd489ce7e1da7cfdf0f851ef7446de725fcea1dcec5ea3aad85e016bca7ceddab54c978b3f7f9c80c0471aad1bb7452e0a179fbfd9efb118aef89ef7fd3ac3563cf5b783b02efb647cd38676f8ebd251f14f24305ded33bba820e058e50d4f1ddda908913431de29b25bdfbcbacef2f6b5c2f5b091ed8bd6da0c596e11d2d4348627ee897de214d7a4f7fbe571c4256f67b764e93bb2b3c737bf09397401d8e278d31eadc9eda8bda0e3ce6ad78ffc7de0f3273a302df844c81758a5ba8b15bbbdb9fcfb04f9fde2f8ff9bf9e44024f99cbbd657b4f9fd1a3a2ef5e08afa35e9d3e5fee5fd0138d6376c73c91160bf46c09c694d6134ea4c5155ca4a47f99ff56c83b9ed01919fabc1efdb786de5f98b2f547fa8c5e9044d32ece5ccef7b9fc2fda717cdbbe05fe5992b7c8896da5ff30e4339c53af4bedd8df7f9d7d0b7710a55828de2b694be8cd6671a80575c8200cc68fc07af4c04bfaaf17db5d6d85757aff0fbc5e10d48015d5fb853ef37eab10e3839565364939f6f97a12fbc154972753230e7a8abca9b4ab42feb65bcd9d33aa945362f27c8d9c2dfab72b88c539facd159d35213779bfc9fd91f69078ffeabb55713c387d5d1ce766a1c5b8c8f75125395fb83c5f2927b5d99ce2167059e05ca164eb6bfca82a5e10175f8919c02e85de8b56e145f25b2556b48f5f18d743d438f44b83ab585cea1faaecfa85315cc9d7cb7171652659967df085719de923aa7039ed51aaeb9d25fe53354433b4e82a9fe8301e569c01dce0181aefef2bea38ceac5926d93b12a17fbf544fecde607194cccd69bcd27b0d579163da3f70fdcf39d13e5ef143c7465f55e6647a604bd7f947d27fe5fee6a3acdbcd6f686cc52f91b79899cddd94f6102c9753994fc95d4695fe87d4afe37e753e731d6efaeddd995a394732b32899cf182ef5e1963ec27dfa0c3fa50fbd4faec224b6bebc1227e9d993e4eff1aaf468a731371855e70a93a59cd32cc632f899f9db9d4665cc57d8fde637b7f264705f9e489fca13f1ee59dd75dea633ec78970fbdabe7f12e3d6b9fd3f39c23c94ceb9dba7d6d2e784b8f97d65d7ad43fa7473243e2b2ddaceb673d394e94ee72dfd76774973e8dcfe973e7bcb19c5f39ddb97e15f797b7f063f9780f7e1cafd5da3bf1a3cc53b8ffb2f77d65df95ec90e048764ef92e7ef70e77e1f7b2fd29fcaee6f177e7d9fbdfddf45fef3efff91ff25fd5ec253b372de992fbbd7a36f095fdf6b5795985dc1533b96a0e7d1a2cbf8e431767af15f95f9c1956cbfccff52cc51cafb439bf97f8453f54cf466fe5bc745fce5befe77c29f6f83cb3c23eeda9d189dcb0b3c9cc4e83ecdf79b8a7fa5fdffeefff0133ee4a3a', true, '2026-03-02 08:00:00+00', 'systeem');
INSERT INTO public.drafts VALUES ('ad403156ee4c4b0ea39b82638b4ba45c', '3078cdcad02341559f588f16e4afb43d', '{"notitie": ["half getypt"]}', '2026-03-02 08:00:00+00');
INSERT INTO public.history VALUES (1, NULL, '2026-03-02 08:00:00+00', 'definition_deployed', 'systeem', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', NULL, '{"version": 1, "content_hash": "a759e739ff58aa4668db1fed27780d6ee1e1e1ad7ad05eca6d715f2c13aadbbe"}', '0000000000000000000000000000000000000000000000000000000000000000', '92ea1f3ce0a33aab31615f7708634815ecc349f64f0f7ee3cb62accce52beb75');
INSERT INTO public.history VALUES (2, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'case_started', '71396635a90e43fdac1254ca08205a13', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', NULL, '{"reference": "VOORBEELD-2026-0001", "fields_given": ["mail", "naam", "titel"], "digest": "f72cf9907d8030877fa43cd300521d7777af9d2fadb1ea6a2354af49c760c1a7", "linked_case": null}', '0000000000000000000000000000000000000000000000000000000000000000', '3bfecf8fe11fd4a642ad125109c7df04cb92fb54872c2de43183d85b56aa9a52');
INSERT INTO public.history VALUES (3, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '71396635a90e43fdac1254ca08205a13', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"via": null}', '3bfecf8fe11fd4a642ad125109c7df04cb92fb54872c2de43183d85b56aa9a52', '8ae502bd487cf0421a72a05adc9ce3b14e32adb1087f54d83c3c273a16685f48');
INSERT INTO public.history VALUES (4, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'status_published', '71396635a90e43fdac1254ca08205a13', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"status": "Ingestuurd"}', '8ae502bd487cf0421a72a05adc9ce3b14e32adb1087f54d83c3c273a16685f48', 'ac1b6212fde3630e3fdeeccce23d125aa5849d9434a096d7a3c40025e75b0fa3');
INSERT INTO public.history VALUES (5, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_opened', '71396635a90e43fdac1254ca08205a13', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"task": "6bf32c15f67a48f78a32e64ea2d2e379", "groups": ["ondersteuning"], "assignee": null, "due_at": "2026-03-09T22:59:00+00:00"}', 'ac1b6212fde3630e3fdeeccce23d125aa5849d9434a096d7a3c40025e75b0fa3', 'd12b159a023ea8d8eab31507c1ffbb8772d456591e0d1ef45fd623ac56e5cecb');
INSERT INTO public.history VALUES (6, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'case_started', '6050f64b42114eadb4ccbeb67dfc03dc', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', NULL, '{"reference": "VOORBEELD-2026-0002", "fields_given": ["mail", "naam", "titel"], "digest": "94cd0b88a6c64f7eede73d375e585287ea98113555f424edd91cb98cf78ef8e0", "linked_case": null}', '0000000000000000000000000000000000000000000000000000000000000000', '7c9178019b86a6e12d84c441afb752b2bde5eaf2cdb49d6931ba59ea5bcb05e4');
INSERT INTO public.history VALUES (7, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'element_completed', '6050f64b42114eadb4ccbeb67dfc03dc', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"via": null}', '7c9178019b86a6e12d84c441afb752b2bde5eaf2cdb49d6931ba59ea5bcb05e4', 'cd25c397528ba81768acbf088d7752d1cf872b724521ec37ba1d97f766b86059');
INSERT INTO public.history VALUES (8, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'status_published', '6050f64b42114eadb4ccbeb67dfc03dc', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"status": "Ingestuurd"}', 'cd25c397528ba81768acbf088d7752d1cf872b724521ec37ba1d97f766b86059', '9dd81edf0a70ead23bfffa94b45a65f41fa2f3b2c6712d1bb722e5da50b0c153');
INSERT INTO public.history VALUES (9, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'task_opened', '6050f64b42114eadb4ccbeb67dfc03dc', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"task": "cc44c1ebc9cb4e0cac54741afb56d958", "groups": ["ondersteuning"], "assignee": null, "due_at": "2026-03-09T22:59:00+00:00"}', '9dd81edf0a70ead23bfffa94b45a65f41fa2f3b2c6712d1bb722e5da50b0c153', '160e88b837f89bfeeb54b6ddbd64d84e0813229903466191e50dc055a80541b5');
INSERT INTO public.history VALUES (10, '0893ccfe19854228b5cb6a8d56f7890d', '2026-03-02 08:00:00+00', 'case_started', 'b5e5dcc0727e4950b3409d2f708b6468', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', NULL, '{"reference": "VOORBEELD-2026-0003", "fields_given": ["mail", "naam", "titel"], "digest": "bad16a9dfc2fee0167a14b03156e83abcaa3ba9c23ea811feb96569bbde4efac", "linked_case": null}', '0000000000000000000000000000000000000000000000000000000000000000', 'e5618e793fef3b465f9e63bd6a08afc2e944c852afa427b892e94a9a08fbbd16');
INSERT INTO public.history VALUES (11, '0893ccfe19854228b5cb6a8d56f7890d', '2026-03-02 08:00:00+00', 'element_completed', 'b5e5dcc0727e4950b3409d2f708b6468', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"via": null}', 'e5618e793fef3b465f9e63bd6a08afc2e944c852afa427b892e94a9a08fbbd16', 'd79aa62040a545c80a6ef68f9841132f29ce2a0d3d116d5658bafcc026ef20f4');
INSERT INTO public.history VALUES (12, '0893ccfe19854228b5cb6a8d56f7890d', '2026-03-02 08:00:00+00', 'status_published', 'b5e5dcc0727e4950b3409d2f708b6468', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Ingestuurd', '{"status": "Ingestuurd"}', 'd79aa62040a545c80a6ef68f9841132f29ce2a0d3d116d5658bafcc026ef20f4', '6d71e3332246bf0f27b4a2beee5543647b2c25c9572be75e0ed220c3fb59237e');
INSERT INTO public.history VALUES (13, '0893ccfe19854228b5cb6a8d56f7890d', '2026-03-02 08:00:00+00', 'task_opened', 'b5e5dcc0727e4950b3409d2f708b6468', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"task": "ad403156ee4c4b0ea39b82638b4ba45c", "groups": ["ondersteuning"], "assignee": null, "due_at": "2026-03-09T22:59:00+00:00"}', '6d71e3332246bf0f27b4a2beee5543647b2c25c9572be75e0ed220c3fb59237e', 'acbd8210321df20d699876331fb12321da6ea713fa3d8aa4e71e17a1570276a1');
INSERT INTO public.history VALUES (14, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"task": "6bf32c15f67a48f78a32e64ea2d2e379", "fields_given": ["notitie", "volledig"], "digest": "80f948e74fe3f9256039b9ef8bcd4b594a0d633b7a72ee6ed6d2e2c523f48047"}', 'd12b159a023ea8d8eab31507c1ffbb8772d456591e0d1ef45fd623ac56e5cecb', '8663c39e8e669d4d8f310793cb23b3a694d3ba0e5fcb47955664fc39c3a2c108');
INSERT INTO public.history VALUES (15, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"via": "Ingestuurd_to_Controleren"}', '8663c39e8e669d4d8f310793cb23b3a694d3ba0e5fcb47955664fc39c3a2c108', '6de85ea29b77e5e64270d055d229af96a038894ee033414fde6c6585e8fc9ef3');
INSERT INTO public.history VALUES (16, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Volledig?', '{"via": "Controleren_to_Volledig?"}', '6de85ea29b77e5e64270d055d229af96a038894ee033414fde6c6585e8fc9ef3', '7b1403907b52100f0e5b5f938a2670fd28c61fb4eab9a7c3c436e77975645e4c');
INSERT INTO public.history VALUES (17, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "7732db12e8104ce4bcb533469d4fbee2", "groups": [], "assignee": "3d33a38ff6244ce39ce4061563574caf", "due_at": null}', '7b1403907b52100f0e5b5f938a2670fd28c61fb4eab9a7c3c436e77975645e4c', 'c184c33ed8e595802d3c642ab3845c54f6481cddf195cfa3861fd7e0cab4117a');
INSERT INTO public.history VALUES (18, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "52c2cabd9d944a59ac694fcdc9fd493b", "groups": [], "assignee": "e02e5ce68340402fbb8dddbc2692b788", "due_at": null}', 'c184c33ed8e595802d3c642ab3845c54f6481cddf195cfa3861fd7e0cab4117a', '818f3a51a4fed1e401625f600563195aa40230b8a695013418a03b75e96f04fb');
INSERT INTO public.history VALUES (19, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "2f7757beb7c64336bedab6c18eea8e4b", "groups": [], "assignee": "5ab5a9404a334449b5110ab0a4477629", "due_at": null}', '818f3a51a4fed1e401625f600563195aa40230b8a695013418a03b75e96f04fb', 'bffceaa46fd6a61581f920a809f89d9373632eb7bca52c19a853685f0c152854');
INSERT INTO public.history VALUES (20, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'task_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"task": "cc44c1ebc9cb4e0cac54741afb56d958", "fields_given": ["notitie", "volledig"], "digest": "75ac219f714f96e9b1ba6a5bf046cc18a99820b4f21628e3d49547f201f0a086"}', '160e88b837f89bfeeb54b6ddbd64d84e0813229903466191e50dc055a80541b5', '57941cd311b0bcb9b4dff7c261e9e4219750d9d02f888cae111412edf58587b3');
INSERT INTO public.history VALUES (21, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', '{"via": "Ingestuurd_to_Controleren"}', '57941cd311b0bcb9b4dff7c261e9e4219750d9d02f888cae111412edf58587b3', 'dbf206f37c8aab6462cea4f721b5087ff7225722ef56dfb34f75bad23c1d4854');
INSERT INTO public.history VALUES (22, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Volledig?', '{"via": "Controleren_to_Volledig?"}', 'dbf206f37c8aab6462cea4f721b5087ff7225722ef56dfb34f75bad23c1d4854', 'aea76593f85c4a2f387aebe78a7ab259b2171d79a81cc467d2421e0fa9d97521');
INSERT INTO public.history VALUES (23, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "55e9d5d7adb6408eb1f31b097568c276", "groups": [], "assignee": "3d33a38ff6244ce39ce4061563574caf", "due_at": null}', 'aea76593f85c4a2f387aebe78a7ab259b2171d79a81cc467d2421e0fa9d97521', '6c3cbc450634d0683e0f28c17a57c599d3bd9e4ca9dcf7617dc00e23326bd764');
INSERT INTO public.history VALUES (24, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "935d4ce87feb44d4bec7eb71b406c9d9", "groups": [], "assignee": "e02e5ce68340402fbb8dddbc2692b788", "due_at": null}', '6c3cbc450634d0683e0f28c17a57c599d3bd9e4ca9dcf7617dc00e23326bd764', '832a2f87389d4ff629faa65a863071a833594e6454df8643d1c22498629fe8cf');
INSERT INTO public.history VALUES (25, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'task_opened', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "412460259ea74544a485b1b49f462e2c", "groups": [], "assignee": "5ab5a9404a334449b5110ab0a4477629", "due_at": null}', '832a2f87389d4ff629faa65a863071a833594e6454df8643d1c22498629fe8cf', '1d3ad676cc8169bab76f0b8c5886c2aa014387ce38353ffe72734adda8362cac');
INSERT INTO public.history VALUES (26, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'vote_cast', '3d33a38ff6244ce39ce4061563574caf', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "7732db12e8104ce4bcb533469d4fbee2", "digest": "32d9ddffffbfcabf39ee211408c64146437936d50cb17a3609782ce587c7a361", "changed": false}', 'bffceaa46fd6a61581f920a809f89d9373632eb7bca52c19a853685f0c152854', '7ecf3be2e9864a61a61a5478bd7b9f8ff8b5d1030ed5253ec6c7e131ecf3ae19');
INSERT INTO public.history VALUES (27, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'vote_cast', 'e02e5ce68340402fbb8dddbc2692b788', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "52c2cabd9d944a59ac694fcdc9fd493b", "digest": "5d3ab32ed5e5446f6bbebe9c30a52f8ad78b4ef7bd39f79a714443117802454b", "changed": false}', '7ecf3be2e9864a61a61a5478bd7b9f8ff8b5d1030ed5253ec6c7e131ecf3ae19', 'ce575963035dc679d0cfdaeade100a499331e58531e3b270819dcc721f8695b5');
INSERT INTO public.history VALUES (28, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'vote_cast', '5ab5a9404a334449b5110ab0a4477629', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "2f7757beb7c64336bedab6c18eea8e4b", "digest": "eed54cc3d18ed2289c88d6e8942cc4528b331bedeacba37598d30721332d465d", "changed": false}', 'ce575963035dc679d0cfdaeade100a499331e58531e3b270819dcc721f8695b5', 'cb56e85dee1ba25042fd3f9bd8419da66f78c4836117b4573f22c1f3da1f8f2b');
INSERT INTO public.history VALUES (29, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '5ab5a9404a334449b5110ab0a4477629', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"via": "Volledig?_to_Stemmen"}', 'cb56e85dee1ba25042fd3f9bd8419da66f78c4836117b4573f22c1f3da1f8f2b', 'aa81eead5f5cc55909fa30f5312fc098ef00fa274e1064d318cffb75f9e91559');
INSERT INTO public.history VALUES (30, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '5ab5a9404a334449b5110ab0a4477629', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Verder', '{"via": "Stemmen_to_Verder"}', 'aa81eead5f5cc55909fa30f5312fc098ef00fa274e1064d318cffb75f9e91559', '1a540c628da0daed651f6eda45b7020af7cf6d1cf038be9f65253bfaadb426f7');
INSERT INTO public.history VALUES (31, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_opened', '5ab5a9404a334449b5110ab0a4477629', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', '{"task": "aa02ead64bdc4519be781566bcf10dcf", "groups": ["ondersteuning"], "assignee": null, "due_at": null}', '1a540c628da0daed651f6eda45b7020af7cf6d1cf038be9f65253bfaadb426f7', 'eaa9e482fe1171901e0b1f5b139c73172aca502f8acb2240a9d3541db0c7ed00');
INSERT INTO public.history VALUES (32, '3c9a066105454029b0113b2a1ded21ff', '2026-03-02 08:00:00+00', 'vote_cast', '3d33a38ff6244ce39ce4061563574caf', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', '{"task": "55e9d5d7adb6408eb1f31b097568c276", "digest": "2d3926ec5cf5da7052fbc3143cbd607c15a9df12708287123b939920a135cd1e", "changed": false}', '1d3ad676cc8169bab76f0b8c5886c2aa014387ce38353ffe72734adda8362cac', 'efa9aa02efb4f910309add030a9448e49ec3429b9c0a7152c2bd5a1215938270');
INSERT INTO public.history VALUES (33, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'task_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', '{"task": "aa02ead64bdc4519be781566bcf10dcf", "fields_given": ["notitie", "volledig"], "digest": "e1077c736b351cdd208bf758ab0b1891132e201e283662c95d9cd5e136df71db"}', 'eaa9e482fe1171901e0b1f5b139c73172aca502f8acb2240a9d3541db0c7ed00', '4aed021db60e685442a62d28e65f36e114ea2e54ebcbf22667693a7829f142c0');
INSERT INTO public.history VALUES (34, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', '{"via": "Verder_to_Publiceren"}', '4aed021db60e685442a62d28e65f36e114ea2e54ebcbf22667693a7829f142c0', '823e2845e5ad8f9954c2b53a3bdf2e7d1065ab5c6d385aabbdaff6d384235920');
INSERT INTO public.history VALUES (35, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'status_published', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', '{"status": "Gaat door"}', '823e2845e5ad8f9954c2b53a3bdf2e7d1065ab5c6d385aabbdaff6d384235920', '6c223f7e6e5a78ebbdce75ebf04c301822f5ab4cb22fa02a1d6a7e5d2d96701d');
INSERT INTO public.history VALUES (36, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Uitslag mailen', '{"via": "Publiceren_to_Uitslag mailen"}', '6c223f7e6e5a78ebbdce75ebf04c301822f5ab4cb22fa02a1d6a7e5d2d96701d', '78ef9af0de63a9f656e92d4b18df4350bf5a64ca2e95a67a40c8cd8cf64b6dc3');
INSERT INTO public.history VALUES (37, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'element_completed', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Akkoord', '{"via": "Uitslag mailen_to_Akkoord"}', '78ef9af0de63a9f656e92d4b18df4350bf5a64ca2e95a67a40c8cd8cf64b6dc3', '5636d95e327eeba200a3edfbe88b7bb4402f062f207b05ac045e9f47dcce30a8');
INSERT INTO public.history VALUES (38, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'job_requested', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Uitslag mailen', '{"job": "617f95973b05470ebceaafd41261abac-1", "job_kind": "mail"}', '5636d95e327eeba200a3edfbe88b7bb4402f062f207b05ac045e9f47dcce30a8', 'b355b33772e97998617959defeb37b14061bb12f74879d5da251309adb49129b');
INSERT INTO public.history VALUES (39, '617f95973b05470ebceaafd41261abac', '2026-03-02 08:00:00+00', 'case_ended', '3078cdcad02341559f588f16e4afb43d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Akkoord', '{"outcome": "akkoord", "legal_effect": "beschikking", "retention_class": "6.1.9"}', 'b355b33772e97998617959defeb37b14061bb12f74879d5da251309adb49129b', '6990d0e0417fef39d6a1167a65b35ad5d066bc2a07b8fc466ec03c2baa509e74');
INSERT INTO public.jobs VALUES ('617f95973b05470ebceaafd41261abac-1', '617f95973b05470ebceaafd41261abac', 'mail', '{"headers": {"template": "besluit", "to": "indiener"}, "data": {"subject": "Besluit over Wordt beslist", "text": "\u0000aanhef\u0000,\n\nEr zijn 3 stemmen. Kijk op \u0000link\u0000.\n\n\u0000contact\u0000"}}', 'waiting', 0, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', NULL, NULL);
INSERT INTO public.persons VALUES ('3078cdcad02341559f588f16e4afb43d', 'Kantoor', NULL, NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('ddaa2ffc272d4b818b746735ddb1c916', 'Beheerder', NULL, NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('3d33a38ff6244ce39ce4061563574caf', 'Lid-1', NULL, NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('e02e5ce68340402fbb8dddbc2692b788', 'Lid-2', NULL, NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('5ab5a9404a334449b5110ab0a4477629', 'Lid-3', NULL, NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('71396635a90e43fdac1254ca08205a13', 'Ina Inwoner', 'ina@voorbeeld.invalid', NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('6050f64b42114eadb4ccbeb67dfc03dc', 'Ina Inwoner', 'ina@voorbeeld.invalid', NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.persons VALUES ('b5e5dcc0727e4950b3409d2f708b6468', 'Ina Inwoner', 'ina@voorbeeld.invalid', NULL, NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.publications VALUES (1, '617f95973b05470ebceaafd41261abac', 'Ingestuurd', NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.publications VALUES (2, '3c9a066105454029b0113b2a1ded21ff', 'Ingestuurd', NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.publications VALUES (3, '0893ccfe19854228b5cb6a8d56f7890d', 'Ingestuurd', NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.publications VALUES (4, '617f95973b05470ebceaafd41261abac', 'Gaat door', NULL, '2026-03-02 08:00:00+00');
INSERT INTO public.subscriptions VALUES ('0893ccfe19854228b5cb6a8d56f7890d', 'b20fd6d68636573981baf60ec78d282b', 'Idee ingetrokken', 'intrekking', NULL, 'message');
INSERT INTO public.subscriptions VALUES ('3c9a066105454029b0113b2a1ded21ff', 'c13d91288b0f5447a72534232069170b', 'Idee ingetrokken', 'intrekking', NULL, 'message');
INSERT INTO public.task_groups VALUES ('6bf32c15f67a48f78a32e64ea2d2e379', 'ondersteuning');
INSERT INTO public.task_groups VALUES ('cc44c1ebc9cb4e0cac54741afb56d958', 'ondersteuning');
INSERT INTO public.task_groups VALUES ('ad403156ee4c4b0ea39b82638b4ba45c', 'ondersteuning');
INSERT INTO public.task_groups VALUES ('aa02ead64bdc4519be781566bcf10dcf', 'ondersteuning');
INSERT INTO public.tasks VALUES ('ad403156ee4c4b0ea39b82638b4ba45c', '0893ccfe19854228b5cb6a8d56f7890d', 'aa2408e2071d46cdb9fc9f77558a8e19', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', 'Controleren', 'controle', 'root', NULL, NULL, false, false, false, false, 'open', false, NULL, NULL, '2026-03-09 22:59:00+00', NULL, 50, '2026-03-02 08:00:00+00', NULL, NULL);
INSERT INTO public.tasks VALUES ('6bf32c15f67a48f78a32e64ea2d2e379', '617f95973b05470ebceaafd41261abac', '3c6fde0ded9c4cfca444bf6d94ea206d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', 'Controleren', 'controle', 'root', NULL, NULL, false, false, false, false, 'completed', false, '3078cdcad02341559f588f16e4afb43d', NULL, '2026-03-09 22:59:00+00', NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '3078cdcad02341559f588f16e4afb43d');
INSERT INTO public.tasks VALUES ('cc44c1ebc9cb4e0cac54741afb56d958', '3c9a066105454029b0113b2a1ded21ff', 'dd5149e57c984029b17705a20c0f9e38', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Controleren', 'Controleren', 'controle', 'root', NULL, NULL, false, false, false, false, 'completed', false, '3078cdcad02341559f588f16e4afb43d', NULL, '2026-03-09 22:59:00+00', NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '3078cdcad02341559f588f16e4afb43d');
INSERT INTO public.tasks VALUES ('935d4ce87feb44d4bec7eb71b406c9d9', '3c9a066105454029b0113b2a1ded21ff', '182a559e1f074b32824118bf353be271', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:182a559e1f074b32824118bf353be271', 'e02e5ce68340402fbb8dddbc2692b788', '25ad466e90d64af28f2d20851c6a0d48', true, true, false, false, 'open', true, 'e02e5ce68340402fbb8dddbc2692b788', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', NULL, NULL);
INSERT INTO public.tasks VALUES ('412460259ea74544a485b1b49f462e2c', '3c9a066105454029b0113b2a1ded21ff', '112113aed88447e29d7f4f8f06aca124', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:112113aed88447e29d7f4f8f06aca124', '5ab5a9404a334449b5110ab0a4477629', '25ad466e90d64af28f2d20851c6a0d48', true, true, false, false, 'open', true, '5ab5a9404a334449b5110ab0a4477629', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', NULL, NULL);
INSERT INTO public.tasks VALUES ('2f7757beb7c64336bedab6c18eea8e4b', '617f95973b05470ebceaafd41261abac', '2a44561fee2c4f4dabc691169e1d4a71', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:2a44561fee2c4f4dabc691169e1d4a71', '5ab5a9404a334449b5110ab0a4477629', '8b5184300aca46969c3c6feebaa23bcb', true, false, false, false, 'completed', true, '5ab5a9404a334449b5110ab0a4477629', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '5ab5a9404a334449b5110ab0a4477629');
INSERT INTO public.tasks VALUES ('52c2cabd9d944a59ac694fcdc9fd493b', '617f95973b05470ebceaafd41261abac', 'd043e10a963041dab2c90890ea0a571d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:d043e10a963041dab2c90890ea0a571d', 'e02e5ce68340402fbb8dddbc2692b788', '8b5184300aca46969c3c6feebaa23bcb', true, false, false, false, 'completed', true, 'e02e5ce68340402fbb8dddbc2692b788', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', 'e02e5ce68340402fbb8dddbc2692b788');
INSERT INTO public.tasks VALUES ('7732db12e8104ce4bcb533469d4fbee2', '617f95973b05470ebceaafd41261abac', '85f934871f664e37b98dad8e6dffe39e', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:85f934871f664e37b98dad8e6dffe39e', '3d33a38ff6244ce39ce4061563574caf', '8b5184300aca46969c3c6feebaa23bcb', true, false, false, false, 'completed', true, '3d33a38ff6244ce39ce4061563574caf', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '3d33a38ff6244ce39ce4061563574caf');
INSERT INTO public.tasks VALUES ('55e9d5d7adb6408eb1f31b097568c276', '3c9a066105454029b0113b2a1ded21ff', '7c8cb7e5c6a84fef8c396c53a8bf305d', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Stemmen', 'Stemmen', 'stembiljet', 'local:7c8cb7e5c6a84fef8c396c53a8bf305d', '3d33a38ff6244ce39ce4061563574caf', '25ad466e90d64af28f2d20851c6a0d48', true, true, false, false, 'completed', true, '3d33a38ff6244ce39ce4061563574caf', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '3d33a38ff6244ce39ce4061563574caf');
INSERT INTO public.tasks VALUES ('aa02ead64bdc4519be781566bcf10dcf', '617f95973b05470ebceaafd41261abac', '67eabefc836843849d860e7db6ee7411', 'voorbeeld', '64aed1e54209484b971583f67acf45fc', 'Publiceren', 'Publiceren', 'controle', 'root', NULL, NULL, false, false, false, false, 'completed', false, '3078cdcad02341559f588f16e4afb43d', NULL, NULL, NULL, 50, '2026-03-02 08:00:00+00', '2026-03-02 08:00:00+00', '3078cdcad02341559f588f16e4afb43d');
INSERT INTO public.timers VALUES ('3c9a066105454029b0113b2a1ded21ff', '3e90c238cb1740cd9b73e9166898c3ee', 'voorbeeld', 'Stemming gesloten', '2026-03-04 08:00:00+00');
SELECT pg_catalog.setval('public.answers_id_seq', 10, true);
SELECT pg_catalog.setval('public.decision_explanations_id_seq', 1, false);
SELECT pg_catalog.setval('public.failed_sign_ins_id_seq', 1, false);
SELECT pg_catalog.setval('public.history_sequence_seq', 39, true);
SELECT pg_catalog.setval('public.publications_id_seq', 4, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account_groups
    ADD CONSTRAINT pk_account_groups PRIMARY KEY (account_id, group_id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT pk_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.case_states
    ADD CONSTRAINT pk_case_states PRIMARY KEY (case_id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT pk_cases PRIMARY KEY (id);
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (name);
ALTER TABLE ONLY public.decision_explanations
    ADD CONSTRAINT pk_decision_explanations PRIMARY KEY (id);
ALTER TABLE ONLY public.definitions
    ADD CONSTRAINT pk_definitions PRIMARY KEY (id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT pk_drafts PRIMARY KEY (task_id, person_id);
ALTER TABLE ONLY public.failed_sign_ins
    ADD CONSTRAINT pk_failed_sign_ins PRIMARY KEY (id);
ALTER TABLE ONLY public.heartbeats
    ADD CONSTRAINT pk_heartbeats PRIMARY KEY (worker);
ALTER TABLE ONLY public.history
    ADD CONSTRAINT pk_history PRIMARY KEY (sequence);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT pk_jobs PRIMARY KEY (id);
ALTER TABLE ONLY public.persons
    ADD CONSTRAINT pk_persons PRIMARY KEY (id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT pk_publications PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT pk_subscriptions PRIMARY KEY (case_id, ref, element_id);
ALTER TABLE ONLY public.task_groups
    ADD CONSTRAINT pk_task_groups PRIMARY KEY (task_id, group_id);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT pk_tasks PRIMARY KEY (id);
ALTER TABLE ONLY public.timers
    ADD CONSTRAINT pk_timers PRIMARY KEY (case_id, ref);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_username UNIQUE (username);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT uq_cases_idempotency_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT uq_cases_reference UNIQUE (reference);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT uq_cases_secret_hash UNIQUE (secret_hash);
ALTER TABLE ONLY public.definitions
    ADD CONSTRAINT uq_definitions_process_id_content_hash UNIQUE (process_id, content_hash);
ALTER TABLE ONLY public.definitions
    ADD CONSTRAINT uq_definitions_process_id_version UNIQUE (process_id, version);
ALTER TABLE ONLY public.history
    ADD CONSTRAINT uq_history_digest UNIQUE (digest);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT uq_tasks_case_id_ref UNIQUE (case_id, ref);
CREATE INDEX ix_account_groups_group_id ON public.account_groups USING btree (group_id);
CREATE INDEX ix_answers_case_id ON public.answers USING btree (case_id);
CREATE INDEX ix_answers_task_id ON public.answers USING btree (task_id);
CREATE INDEX ix_cases_area ON public.cases USING btree (area);
CREATE INDEX ix_cases_linked_case_id ON public.cases USING btree (linked_case_id);
CREATE INDEX ix_cases_list ON public.cases USING btree (state, updated_at);
CREATE INDEX ix_cases_process_id ON public.cases USING btree (process_id);
CREATE INDEX ix_cases_status ON public.cases USING btree (status);
CREATE INDEX ix_cases_submitter_id ON public.cases USING btree (submitter_id);
CREATE INDEX ix_decision_explanations_case_id ON public.decision_explanations USING btree (case_id);
CREATE INDEX ix_definitions_process_id ON public.definitions USING btree (process_id);
CREATE INDEX ix_drafts_person_id ON public.drafts USING btree (person_id);
CREATE INDEX ix_failed_sign_ins_at ON public.failed_sign_ins USING btree (at);
CREATE INDEX ix_failed_sign_ins_subject ON public.failed_sign_ins USING btree (subject);
CREATE INDEX ix_history_case_id ON public.history USING btree (case_id);
CREATE INDEX ix_jobs_case_id ON public.jobs USING btree (case_id);
CREATE INDEX ix_jobs_due ON public.jobs USING btree (state, due_at);
CREATE INDEX ix_publications_case_id ON public.publications USING btree (case_id);
CREATE INDEX ix_sessions_account_id ON public.sessions USING btree (account_id);
CREATE INDEX ix_sessions_expires_at ON public.sessions USING btree (expires_at);
CREATE INDEX ix_subscriptions_message ON public.subscriptions USING btree (message);
CREATE INDEX ix_task_groups_group_id ON public.task_groups USING btree (group_id);
CREATE INDEX ix_tasks_assignee ON public.tasks USING btree (assignee);
CREATE INDEX ix_tasks_case_id ON public.tasks USING btree (case_id);
CREATE INDEX ix_tasks_worklist ON public.tasks USING btree (state, due_at);
CREATE INDEX ix_timers_due_at ON public.timers USING btree (due_at);
CREATE TRIGGER history_no_change BEFORE DELETE OR UPDATE ON public.history FOR EACH ROW EXECUTE FUNCTION public.refuse_history_change();
CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON public.history FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_history_change();
ALTER TABLE ONLY public.account_groups
    ADD CONSTRAINT fk_account_groups_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT fk_accounts_id_persons FOREIGN KEY (id) REFERENCES public.persons(id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_definition_id_definitions FOREIGN KEY (definition_id) REFERENCES public.definitions(id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_task_id_tasks FOREIGN KEY (task_id) REFERENCES public.tasks(id);
ALTER TABLE ONLY public.case_states
    ADD CONSTRAINT fk_case_states_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT fk_cases_linked_case_id_cases FOREIGN KEY (linked_case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT fk_cases_submitter_id_persons FOREIGN KEY (submitter_id) REFERENCES public.persons(id);
ALTER TABLE ONLY public.decision_explanations
    ADD CONSTRAINT fk_decision_explanations_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.decision_explanations
    ADD CONSTRAINT fk_decision_explanations_definition_id_definitions FOREIGN KEY (definition_id) REFERENCES public.definitions(id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_task_id_tasks FOREIGN KEY (task_id) REFERENCES public.tasks(id);
ALTER TABLE ONLY public.history
    ADD CONSTRAINT fk_history_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT fk_jobs_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT fk_publications_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.subscriptions
    ADD CONSTRAINT fk_subscriptions_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.task_groups
    ADD CONSTRAINT fk_task_groups_task_id_tasks FOREIGN KEY (task_id) REFERENCES public.tasks(id);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT fk_tasks_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT fk_tasks_definition_id_definitions FOREIGN KEY (definition_id) REFERENCES public.definitions(id);
ALTER TABLE ONLY public.timers
    ADD CONSTRAINT fk_timers_case_id_cases FOREIGN KEY (case_id) REFERENCES public.cases(id);
