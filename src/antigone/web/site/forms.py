"""Forms in the look of the pages."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws a field as label, help, control and error: `{{ form.name.as_field_group }}`."""

    field_template_name = "site/field.html"
