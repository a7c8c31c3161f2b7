using System.Text.Json;

namespace Baton.Contracts;

/// <summary>A value of JSON that is to be a time is none, or does not say of which zone.</summary>
public sealed class TimeFormException() : JsonException(Hint)
{
    /// <summary>What it must be, to be said after its name.</summary>
    public const string Hint = "must be a time with its zone, as 2026-12-24T22:00:00Z or 2026-12-24T23:00:00+01:00";
}
