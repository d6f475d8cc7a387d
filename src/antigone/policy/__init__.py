"""The rules of the domain with their codes; `docs/rules.md` is their register."""
