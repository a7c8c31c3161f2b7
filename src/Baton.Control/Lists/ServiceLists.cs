using System.Text.Json;
using Baton.Contracts;
using Baton.Contracts.Robot;
using Baton.Control.Mapping;

namespace Baton.Control.Lists;

/// <summary>The lists of services, each written once for as long as what it shows stays the same.</summary>
internal sealed class ServiceLists
{
    /// <summary><c>GET /api/v1/services</c>.</summary>
    public ServiceList Native { get; } = new(
        (writer, view) => JsonSerializer.Serialize(writer, ServiceRecords.Of(view), WireJson.Default.ServiceRecord),
        page => ("{\"items\":[", page.Next is null ? "]}" : $"],\"next\":\"{page.Next}\"}}"));

    /// <summary><c>GET /api/services/list</c>.</summary>
    public ServiceList Robot { get; } = new(
        (writer, view) => JsonSerializer.Serialize(writer, RobotRecords.EntryOf(view), RobotJson.Default.RobotEntry),
        page => ("{\"ok\":true,\"services\":[", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"],\"count\":{page.Count}}}")));
}
