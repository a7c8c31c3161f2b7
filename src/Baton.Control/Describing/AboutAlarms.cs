using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of silences.</summary>
internal static class AboutAlarms
{
    public static RouteAbout List { get; } = new("The silences that are in force") { Answer = () => WireJson.Default.PageSilenceRecord };

    public static RouteAbout BeginAll { get; } = new("Silence all monitors for a while") { Body = () => WireJson.Default.SilenceRequest, Answer = () => WireJson.Default.PageSilenceRecord };

    public static RouteAbout EndAll { get; } = new("End the silence of all monitors; those of single ones stay") { Answer = () => WireJson.Default.PageSilenceRecord };

    public static RouteAbout Begin { get; } = new("Silence a monitor for a while") { Body = () => WireJson.Default.SilenceRequest, Answer = () => WireJson.Default.PageSilenceRecord, Fails = [404] };

    public static RouteAbout End { get; } = new("End the silence of a monitor") { Answer = () => WireJson.Default.PageSilenceRecord, Fails = [404] };
}
