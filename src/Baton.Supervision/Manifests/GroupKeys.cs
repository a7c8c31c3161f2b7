using Baton.Core;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;

namespace Baton.Supervision.Manifests;

/// <summary>Reads the groups of services; a group is there when a service says that it belongs to it.</summary>
internal static class GroupKeys
{
    /// <summary>The groups of one service, each once.</summary>
    public static IReadOnlyList<PlacedText> Read(TableReader table)
    {
        var groups = table.StringList("groups");
        foreach (var group in groups)
        {
            if (!Names.IsValid(group.Text)) table.Diagnostics.Add(group.Place, $"invalid group \"{group.Text}\": {Names.Rule}");
        }

        return groups.Count < 2 ? groups : [.. groups.DistinctBy(group => group.Text)];
    }

    /// <summary>All groups with the indices of their members. One with the name of a service is told: nobody could say which is meant.</summary>
    public static Dictionary<string, List<int>> Collect(IReadOnlyList<ServiceDraft> drafts, IReadOnlyDictionary<string, int> services, Diagnostics diagnostics)
    {
        var result = new Dictionary<string, List<int>>();
        for (var i = 0; i < drafts.Count; i++)
        {
            foreach (var group in drafts[i].Groups)
            {
                if (services.TryGetValue(group.Text, out var same))
                    diagnostics.AddOnce(group.Place, $"group \"{group.Text}\" has the name of a service ({drafts[same].Table.Table.Place}); give it another name");
                if (!result.TryGetValue(group.Text, out var members)) result[group.Text] = members = [];
                members.Add(i);
            }
        }

        return result;
    }
}
