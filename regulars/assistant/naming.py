"""Which model a provider's name means, and how it is reached: `anthropic:claude-sonnet-4-5`, `openai:gpt-5-mini`, `ollama:qwen3`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from socket import getaddrinfo
from typing import Any
from urllib.parse import urlsplit

from regulars.assistant.models import Provider

# Those that speak as OpenAI does, and where they live. Any other needs an address of its own.
PLACES = {
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "deepseek": "https://api.deepseek.com",
    "groq": "https://api.groq.com/openai/v1",
    "mistral": "https://api.mistral.ai/v1",
}
ANTHROPIC = "anthropic"
SECRETS = ("169.254.169.254", "fd00:ec2::254", "100.100.100.200")  # of Amazon and others, and of Alibaba


def split(name: str) -> tuple[str, str]:
    """The provider and the model of a name; without a provider it is whoever answers as OpenAI does."""
    provider, colon, model = name.strip().partition(":")
    return (provider.lower(), model) if colon and provider.lower() in (*PLACES, ANTHROPIC) else ("", name.strip())


def is_reachable(provider: Provider) -> bool:
    """Whether it is known where this model answers."""
    kind, model = split(provider.model)
    return bool(model) and bool(kind or provider.address)


def is_refused(address: str) -> bool:
    """Whether it leads to where machines of clouds keep their secrets, which no model does; anything else an admin may choose."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    try:
        found = {ip_address(host)}
    except ValueError:
        try:
            found = {ip_address(each[4][0].partition("%")[0]) for each in getaddrinfo(host, None)} if host else set()
        except OSError:
            found = set()  # it may be known later
    inside = [getattr(each, "ipv4_mapped", None) or each for each in found]
    return (
        not host
        or host == "metadata.google.internal"
        or any(
            each.is_link_local or each.is_multicast or each.is_unspecified or str(each) in SECRETS for each in inside
        )
    )


@asynccontextmanager
async def opened(provider: Provider) -> AsyncIterator[Any]:
    """The model, with a connection that ends with it. Where it is, an admin has chosen; it cannot lead on to another place."""
    import httpx2
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.anthropic import AnthropicProvider
    from pydantic_ai.providers.openai import OpenAIProvider

    kind, name = split(provider.model)
    if provider.address and await asyncio.to_thread(is_refused, provider.address):  # a name may lead elsewhere by now
        raise ConnectionError("this address is refused")
    async with httpx2.AsyncClient(follow_redirects=False, timeout=provider.timeout, trust_env=False) as client:
        if kind == ANTHROPIC:
            from anthropic import AsyncAnthropic

            asked = AsyncAnthropic(
                api_key=provider.key or "none", base_url=provider.address or None, http_client=client, max_retries=1
            )
            yield AnthropicModel(name, provider=AnthropicProvider(anthropic_client=asked))
        else:
            from openai import AsyncOpenAI

            place = provider.address or PLACES[kind]
            speaker = AsyncOpenAI(api_key=provider.key or "none", base_url=place, http_client=client, max_retries=1)
            yield OpenAIChatModel(name, provider=OpenAIProvider(openai_client=speaker))
