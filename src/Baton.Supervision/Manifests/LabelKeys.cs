using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads what people call a service, and whether it takes part.</summary>
internal static class LabelKeys
{
    /// <summary>The service with what the table says of it; what it says nothing of stays. An empty name counts as missing where it is allowed.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service, bool allowEmpty = false) => service with
    {
        DisplayName = table.OptionalString("display_name", allowEmpty) is { Length: > 0 } display ? display : service.DisplayName,
        Description = table.OptionalString("description", allowEmpty: true) ?? service.Description,
        Port = table.IsNull("port") ? null : (int?)table.OptionalInteger("port", 1, 65535) ?? service.Port,
        IsEnabled = table.Boolean("enabled", service.IsEnabled),
        IsAutostarted = table.Boolean("autostart", service.IsAutostarted),
    };
}
