using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of silences.</summary>
internal static class AboutAlarms
{
    public static RouteAbout List { get; } = new("The silences that are in force") { Answer = () => WireJson.Default.PageSilenceRecord };

    public static RouteAbout BeginAll { get; } = new("Silence all monitors, some, or those with a tag for a while") { Body = () => WireJson.Default.SilenceRequest, Answer = () => WireJson.Default.PageSilenceRecord, Fails = [404] };

    public static RouteAbout EndAll { get; } = new("End the silence of all monitors, where those of single ones stay, or those of some, or of those with a tag")
    {
        Query = [new("monitor", "the silence of this monitor") { IsRepeated = true }, new("tag", "those of the monitors that have this tag now") { IsRepeated = true }],
        Answer = () => WireJson.Default.PageSilenceRecord,
        Fails = [404],
    };

    public static RouteAbout Begin { get; } = new("Silence a monitor for a while") { Body = () => WireJson.Default.SilenceRequest, Answer = () => WireJson.Default.PageSilenceRecord, Fails = [404] };

    public static RouteAbout End { get; } = new("End the silence of a monitor") { Answer = () => WireJson.Default.PageSilenceRecord, Fails = [404] };
}
