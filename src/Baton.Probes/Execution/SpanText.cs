using System.Globalization;

namespace Baton.Probes.Execution;

/// <summary>Spans as people say them.</summary>
internal static class SpanText
{
    /// <summary><c>0.4 ms</c>, <c>210 ms</c>, <c>5 s</c>, <c>1.25 s</c>.</summary>
    public static string Of(TimeSpan span) => span.TotalMilliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.#} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.##} s"),
    };
}
