using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>Reads where a service runs.</summary>
internal static class FolderKeys
{
    /// <summary><c>working_dir</c> as an absolute path, the base directory when it is missing, or empty where that is allowed; it must exist.</summary>
    public static string Read(TableReader table, ServicesContext context, bool allowEmpty = false)
    {
        var folder = Path.GetFullPath(table.OptionalString("working_dir", allowEmpty) is { Length: > 0 } given ? given : ".", context.BaseDirectory);
        if (!context.Disk.FolderExists(folder)) table.Report("working_dir", $"working directory \"{folder}\" does not exist");
        return folder;
    }
}
