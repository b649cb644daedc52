# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A command that names all that is missing at once."""

import click


class Verb(click.Command):
    """A command whose missing options are told together, not one at each try."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as usual.

        Raises:
            click.UsageError: A required option is missing; the text names each that is.
        """
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as exc:
            missing = self._missing(ctx, given)
            if len(missing) < 2:
                raise
            raise click.UsageError(f"Missing options {', '.join(missing)}", ctx) from exc

    def _missing(self, ctx: click.Context, args: list[str]) -> list[str]:
        values, _, _ = self.make_parser(ctx).parse_args(args)
        return [
            repr(parameter.opts[0])
            for parameter in self.params
            if parameter.required
            and parameter.value_is_missing(parameter.consume_value(ctx, values)[0])
        ]
