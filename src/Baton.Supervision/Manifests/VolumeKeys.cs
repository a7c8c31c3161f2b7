using Baton.Manifest.Binding;
using Baton.Processes;

namespace Baton.Supervision.Manifests;

/// <summary>Reads which folders and files of this machine a container sees.</summary>
internal static class VolumeKeys
{
    private const string Form = "PATH:PATH_INSIDE[:ro], as in \"./data:/data:ro\"";

    /// <summary><c>volumes</c>; what is wrong with one is told at its place.</summary>
    public static IReadOnlyList<BoundVolume> Read(TableReader table, ServicesContext context)
    {
        var volumes = new List<BoundVolume>();
        foreach (var item in table.StringList("volumes"))
        {
            var parts = item.Text.Split(':');
            if (ProblemOf(parts) is { } problem) table.Diagnostics.Add(item.Place, $"\"{item.Text}\" is no volume: {problem}; write {Form}");
            else volumes.Add(new BoundVolume(Path.GetFullPath(parts[0], context.BaseDirectory), parts[1], parts is [_, _, "ro"]));
        }

        return volumes;
    }

    private static string? ProblemOf(string[] parts) => parts switch
    {
        not ([_, _] or [_, _, _]) => "it has not two parts",
        [_, _, not ("ro" or "rw")] => $"\"{parts[2]}\" is neither \"ro\" nor \"rw\"",
        [var source, ..] when !(source.StartsWith('/') || source is "." or ".." || source.StartsWith("./", StringComparison.Ordinal) || source.StartsWith("../", StringComparison.Ordinal)) =>
            $"\"{source}\" is no path of this machine, which is absolute or begins with \"./\" (volumes with a name are not supported)",
        [_, var target, ..] when !target.StartsWith('/') => $"\"{target}\" is not an absolute path inside the container",
        _ => null,
    };
}
