"""Translation of what people read."""

import oslo_i18n

_ = oslo_i18n.TranslatorFactory(domain='manilaosc').primary
