using Baton.Contracts;

namespace Baton.Control.Describing;

/// <summary>What programs are told of the details of a service.</summary>
internal static class AboutDetails
{
    public static RouteAbout Runs { get; } = new("Its runs, the newest first") { Query = [QueryParameter.Limit, QueryParameter.Cursor], Answer = () => WireJson.Default.PageRunRecord, Fails = [503] };

    public static RouteAbout Probes { get; } = new("What is asked of a service, and the newest results") { Answer = () => WireJson.Default.ProbesRecord };

    public static RouteAbout Devices { get; } = new("The devices that a service needs") { Answer = () => WireJson.Default.DevicesRecord };

    public static RouteAbout Definition { get; } = new("What the manifest in force says of a service") { Answer = () => WireJson.Default.DefinitionRecord };

    public static RouteAbout Environment { get; } = new("The variables of a service, without secrets") { Answer = () => WireJson.Default.EnvironmentRecord };

    public static RouteAbout Figures { get; } = new("The newest measurements of a service") { Answer = () => WireJson.Default.FiguresRecord };
}
