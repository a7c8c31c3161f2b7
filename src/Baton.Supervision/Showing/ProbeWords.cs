using System.Globalization;
using Baton.Probes.Specs;
using Baton.Supervision.Probing;
using Baton.Supervision.Secrets;

namespace Baton.Supervision.Showing;

/// <summary>Probes in words: how they ask, and what.</summary>
public static class ProbeWords
{
    /// <summary>How it asks: <c>http</c>, <c>tcp</c>, <c>exec</c>, <c>log_line</c>, <c>process</c>; for a built-in check also <c>path</c>.</summary>
    public static string TypeOf(AskedProbe probe) => probe.Check is { } check ? check.Command is not null ? "exec" : check.Path is not null ? "path" : "tcp" : TypeOf(probe.Spec!);

    /// <summary>The same of what is asked.</summary>
    public static string TypeOf(ProbeSpec spec) => spec switch
    {
        ProbeSpec.Http => "http",
        ProbeSpec.Tcp => "tcp",
        ProbeSpec.Exec => "exec",
        ProbeSpec.LogLine => "log_line",
        _ => "process",
    };

    /// <summary>What is asked, as a person would write it; null when the type says it.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="port">The service's own port, which a built-in check asks before its own.</param>
    /// <param name="mask">Takes secrets out.</param>
    public static string? TargetOf(AskedProbe probe, int? port, SecretMask mask) => probe.Check is { } check
        ? check.Command is { } command ? CommandText.Of(command) : check.Path ?? string.Create(CultureInfo.InvariantCulture, $"localhost:{port ?? check.Port}")
        : TargetOf(probe.Spec!, mask);

    /// <summary>The same of what is asked.</summary>
    public static string? TargetOf(ProbeSpec spec, SecretMask mask) => spec switch
    {
        ProbeSpec.Http x => mask.Apply(x.Url.ToString()),
        ProbeSpec.Tcp x => string.Create(CultureInfo.InvariantCulture, $"{x.Host}:{x.Port}"),
        ProbeSpec.Exec x => CommandText.Of(mask.Apply(x.Command)),
        ProbeSpec.LogLine x => mask.Apply(x.Pattern),
        _ => null,
    };
}
