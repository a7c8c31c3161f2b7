using Baton.Manifest.Binding;
using Baton.Processes.Changes;
using Baton.Supervision.Services;
using Baton.Supervision.Watching;

namespace Baton.Supervision.Manifests;

/// <summary>Reads which files a service follows: <c>watch</c>.</summary>
internal static class WatchKeys
{
    private const int LongestDebounce = 60_000, UsualDebounce = 300;

    /// <summary>Puts it into a definition.</summary>
    public static ServiceDefinition Read(TableReader table, ServicesContext context, ServiceDefinition service)
    {
        if (table.SubTable("watch") is not { } inner) return service;
        var (paths, ignore) = (inner.StringList("paths"), inner.StringList("ignore"));
        var debounce = TimeSpan.FromMilliseconds(inner.Integer("debounce_ms", UsualDebounce, 0, LongestDebounce));
        inner.Finish();
        if (paths.Count == 0 && !(inner.Has("paths") && inner.Table.Find("paths")!.Value is not Manifest.Tree.ArrayNode { Items.Count: 0 }))
            inner.Diagnostics.Add(inner.PlaceOf("paths"), "\"watch\" needs \"paths\", as in paths = [\"src/**/*.py\"]");
        var isGood = true;
        foreach (var pattern in paths.Concat(ignore))
        {
            if (Glob.ProblemOf(pattern.Text) is not { } problem) continue;
            isGood = false;
            inner.Diagnostics.Add(pattern.Place, $"\"{pattern.Text}\" {problem}");
        }

        if (!isGood || paths.Count == 0) return service;
        var files = new WatchedFiles(context.BaseDirectory, [.. paths.Select(path => path.Text)], [.. ignore.Select(path => path.Text)]);
        var unmatched = context.Disk.Unmatched(files);
        foreach (var path in paths.Where(path => unmatched.Contains(path.Text)))
            inner.Diagnostics.Add(path.Place, $"no file below \"{context.BaseDirectory}\" matches \"{path.Text}\"{(ignore.Count > 0 ? ", or all that do are left out by \"ignore\"" : "")}");
        return service with { Watch = new ServiceWatch(files, debounce) };
    }
}
