using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Supervision.Secrets;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints;

/// <summary>What is known of one service besides its record: <c>/api/v1/services/{name}/probes</c> and its neighbours.</summary>
internal static class ServiceDetails
{
    public static Task ProbesAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var probes = request.Sources.Supervisor.ProbesOf(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        // One that is on its way out has no definition any more.
        var port = request.Sources.Supervisor.Find(request.Name)?.Port;
        var mask = Find(request) is { } service ? MaskOf(request, service) : new SecretMask(request.Options.Inherited());
        return Answer.WriteAsync(request.Context, ProbeRecords.Of(probes, port, mask), WireJson.Default.ProbesRecord);
    }

    public static Task DevicesAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var devices = request.Sources.Supervisor.DevicesOf(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        return Answer.WriteAsync(request.Context, DeviceRecords.Of(devices), WireJson.Default.DevicesRecord);
    }

    public static Task FiguresAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        request.Sources.Supervisor.GlanceAtFigures();
        var figures = request.Sources.Supervisor.FiguresOf(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        var record = new FiguresRecord(figures.CpuPercent, figures.MemoryBytes, figures.Interval is { } interval ? Math.Round(interval.TotalSeconds, 3) : null, figures.End);
        return Answer.WriteAsync(request.Context, record, WireJson.Default.FiguresRecord);
    }

    public static Task DefinitionAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var service = Find(request) ?? throw ServiceEndpoints.NotFound(request);
        return Answer.WriteAsync(request.Context, DefinitionRecords.Of(service, request.Options.TextOf(service), MaskOf(request, service)), WireJson.Default.DefinitionRecord);
    }

    public static Task EnvironmentAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var service = Find(request) ?? throw ServiceEndpoints.NotFound(request);
        var declared = request.Options.TextOf(service).Declared;
        return Answer.WriteAsync(request.Context, EnvironmentRecords.Of(service, request.Options.Inherited(), declared, MaskOf(request, service)), WireJson.Default.EnvironmentRecord);
    }

    private static ServiceDefinition? Find(ControlRequest request) => request.Sources.Supervisor.InForce.Services.FirstOrDefault(service => service.Name == request.Name);

    /// <summary>Also what the daemon inherited can be put into texts of the manifest.</summary>
    private static SecretMask MaskOf(ControlRequest request, ServiceDefinition service) => new(service.Launch.Environment, request.Options.Inherited());
}
