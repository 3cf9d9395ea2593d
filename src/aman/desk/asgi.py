"""The screens as an ASGI application; Django has to be configured before this is imported."""

from django.core.asgi import get_asgi_application

application = get_asgi_application()
