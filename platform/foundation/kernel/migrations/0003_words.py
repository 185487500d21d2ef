from django.db import migrations

# What is searched for, in any of the three languages: names folded as in `kernel.names`, and besides: no accents, European
# digits, no article before an Arabic word, and nothing between words but one space. Marks are listed, so that the same letters
# count as letters under every locale. The bodies are parsed here and now, so that an index on them can be restored.
MAKE = r"""
CREATE FUNCTION kernel_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN trim(regexp_replace(
  regexp_replace(
    translate(
      regexp_replace(
        normalize(lower(normalize(said, NFKC)), NFKD),
        '[\u0300-\u036f\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]',
        '', 'g'),
      'أإآٱىیېةک٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', 'اااايييهك01234567890123456789'),
    '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\u060c-\u060f\u061b-\u061f\u066a-\u066d\u06d4]+',
    ' ', 'g'),
  '(^| )(?:[وفبك]?ال|لل)(?=[^ ]{3})', '\1', 'g'));

CREATE FUNCTION kernel_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig WHEN 'fr' THEN 'pg_catalog.french'::regconfig
                     ELSE 'pg_catalog.simple'::regconfig END;

CREATE FUNCTION kernel_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(kernel_config(language), coalesce(kernel_folded(said), ''));

CREATE FUNCTION kernel_asked(language text, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN plainto_tsquery(kernel_config(language), kernel_folded(said));
"""
BACK = "DROP FUNCTION kernel_asked(text, text), kernel_vector(text, text), kernel_config(text), kernel_folded(text)"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_cache")]
    operations = [migrations.RunSQL(MAKE, BACK)]
