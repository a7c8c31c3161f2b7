using Baton.Manifest.Binding;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads how a service takes over changes of files that it reads: <c>reload_files</c> and <c>reload_command</c>.</summary>
internal static class ReloadKeys
{
    /// <summary>Puts both into a definition.</summary>
    /// <param name="table">The service.</param>
    /// <param name="context">What relative paths start from.</param>
    /// <param name="service">What is known of it.</param>
    /// <param name="around">What its programs start in.</param>
    public static ServiceDefinition Read(TableReader table, ServicesContext context, ServiceDefinition service, ProgramSurroundings around)
    {
        var command = CommandKeys.ReadOne(table, "reload_command");
        var files = table.StringList("reload_files").Select(file => Path.GetFullPath(file.Text, context.BaseDirectory)).Distinct()
            .Select(path => new ReloadFile(path, context.Disk.Fingerprint(path))).ToList();
        if (command is not null && files.Count == 0 && !table.Has("watch"))
            table.Report("reload_command", "\"reload_command\" needs \"reload_files\" or \"watch\": it is run when one of these has other content; a change of anything else is put in force without it");
        return service with { Reload = new ServiceReload(command is null ? null : around.LaunchOf(command), files) };
    }
}
