using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads what a manifest says of itself as a whole: <c>exit_when</c>.</summary>
internal static class ProjectKeys
{
    /// <summary>The services, with the one marked whose end is the end of everything.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="drafts">All its services.</param>
    /// <param name="services">Those that were chosen; the mark goes with one that was not.</param>
    public static IReadOnlyList<ServiceDefinition> Apply(TableReader root, IReadOnlyList<ServiceDraft> drafts, IReadOnlyList<ServiceDefinition> services)
    {
        if (root.OptionalString("exit_when") is not { } name) return services;
        if (drafts.Any(draft => draft.Name == name && !draft.IsPattern))
            return [.. services.Select(service => service.Name == name ? service with { EndsProject = true } : service)];
        if (drafts.Any(draft => draft.Whole?.Name == name))
        {
            root.Report("exit_when", $"\"{name}\" has replicas; name one of them, as \"{name}.1\", whose exit code becomes that of \"baton up\"");
            return services;
        }

        var isGroup = drafts.Any(draft => draft.Groups.Any(group => group.Text == name));
        root.Report("exit_when", isGroup
            ? $"\"{name}\" is a group; name one service, whose exit code becomes that of \"baton up\""
            : $"service \"{name}\" does not exist{NearestWord.Hint(name, drafts.Where(draft => !draft.IsPattern).Select(draft => draft.Name))}");
        return services;
    }
}
