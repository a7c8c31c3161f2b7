using Baton.Manifest.Binding;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads how much a service may take: <c>limits</c>.</summary>
internal static class LimitKeys
{
    private const long MostBytes = 1L << 50, LeastMemory = 1L << 20;

    /// <summary>Puts them into a definition that has its launch.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service)
    {
        if (table.SubTable("limits") is not { } inner) return service;
        var limits = new ResourceLimits
        {
            Memory = inner.OptionalSize("memory", LeastMemory, MostBytes),
            Cpu = inner.OptionalNumber("cpu", 0.01, 1024),
            Pids = inner.OptionalInteger("pids", 1, 4_194_304),
            OpenFiles = inner.OptionalInteger("nofile", 16, 1_048_576),
            UserProcesses = inner.OptionalInteger("nproc", 1, 4_194_304),
            Core = inner.OptionalSize("core", 0, MostBytes),
            FileSize = inner.OptionalSize("fsize", 0, MostBytes),
            AddressSpace = inner.OptionalSize("as", LeastMemory, MostBytes),
            Stack = inner.OptionalSize("stack", 65_536, MostBytes),
            IsRequired = inner.Boolean("required", false),
        };
        inner.Finish();
        if (service.Launch.Container is not null) CheckContainer(inner);
        if (inner.Has("required") && !limits.HasTreeLimit) inner.Report("required", "\"required\" is about \"memory\", \"cpu\" and \"pids\", and none of them is there; the other limits hold everywhere");
        return limits == new ResourceLimits() ? service : service with { Launch = service.Launch with { Limits = limits } };
    }

    private static void CheckContainer(TableReader inner)
    {
        if (inner.Has("as")) inner.Report("as", "\"as\" does not go with \"image\": the engine has no such setting; limit \"memory\"");
        if (inner.Has("required")) inner.Report("required", "\"required\" does not go with \"image\": the engine sets the limits, and says by itself when it cannot");
    }
}
