using Baton.Manifest.Tree;
using Baton.Supervision.Secrets;

namespace Baton.Daemon.Manifests.Texts;

/// <summary>Which lines of a file are those of a service: its tables, or its entries in a table that it shares with others.</summary>
internal static class ServiceLines
{
    private const string Services = "services", NameKey = "name", EnvKey = "env";

    /// <summary>The node of a service; null when the file says nothing of it.</summary>
    public static Node? Find(TableNode root, string service) => root.Find(Services)?.Value switch
    {
        TableNode tables => tables.Find(service)?.Value,
        ArrayNode items => items.Items.OfType<TableNode>().FirstOrDefault(item => item.Find(NameKey)?.Value is StringNode name && name.Value == service),
        _ => null,
    };

    /// <summary>Names of the variables that stand with a service.</summary>
    public static IEnumerable<string> Variables(Node service) =>
        service is TableNode table && table.Find(EnvKey)?.Value is TableNode variables ? variables.Entries.Select(entry => entry.Key) : [];

    /// <summary>The values that are secret by their keys, anywhere in a file.</summary>
    public static IReadOnlyList<Node> Secrets(TableNode root)
    {
        var found = new List<Node>();
        foreach (var entry in root.Entries) CollectSecrets(entry.Value, SecretMask.IsSecret(entry.Key), found);
        return found;
    }

    /// <summary>Stretches of lines (both ends included) of a service in a TOML file, in order.</summary>
    public static IReadOnlyList<(int First, int Last)> Of(SourceFile file, string service)
    {
        var owners = new SortedDictionary<int, bool>();
        foreach (var entry in file.Root.Entries)
        {
            Claim(owners, entry.KeyPlace, isOwn: false);
            if (entry is not { Key: Services, Value: TableNode tables }) ClaimAll(owners, entry.Value, isOwn: false);
            else
            {
                foreach (var one in tables.Entries)
                {
                    Claim(owners, one.KeyPlace, one.Key == service);
                    ClaimAll(owners, one.Value, one.Key == service);
                }
            }
        }

        return Stretches(file, [.. owners]);
    }

    private static void CollectSecrets(Node node, bool isSecret, List<Node> found)
    {
        switch (node)
        {
            case TableNode table:
                // A service may be called "auth": what its table holds has keys of its own.
                foreach (var entry in table.Entries) CollectSecrets(entry.Value, SecretMask.IsSecret(entry.Key), found);
                break;
            case ArrayNode array:
                foreach (var item in array.Items) CollectSecrets(item, isSecret, found);
                break;
            default:
                if (isSecret) found.Add(node);
                break;
        }
    }

    private static void ClaimAll(SortedDictionary<int, bool> owners, Node node, bool isOwn)
    {
        if (node is ArrayNode array)
        {
            foreach (var item in array.Items) ClaimAll(owners, item, isOwn);
        }

        if (node is not TableNode table) return;
        Claim(owners, table.Place, isOwn);
        foreach (var entry in table.Entries)
        {
            Claim(owners, entry.KeyPlace, isOwn);
            ClaimAll(owners, entry.Value, isOwn);
        }
    }

    /// <summary>Something begins on a line; on one that several share, the service wins.</summary>
    private static void Claim(SortedDictionary<int, bool> owners, Place place, bool isOwn) => owners[place.Line] = isOwn || (owners.TryGetValue(place.Line, out var was) && was);

    private static List<(int First, int Last)> Stretches(SourceFile file, IReadOnlyList<KeyValuePair<int, bool>> owners)
    {
        var stretches = new List<(int First, int Last)>();
        for (var i = 0; i < owners.Count; i++)
        {
            if (!owners[i].Value) continue;
            var first = owners[i].Key;
            while (i + 1 < owners.Count && owners[i + 1].Value) i++;
            var last = i + 1 < owners.Count ? owners[i + 1].Key - 1 : file.Lines;
            // Blank lines and comments before what comes next are not of this one.
            while (last > first && (file.Line(last).Trim() is var line) && (line.IsEmpty || line[0] == '#')) last--;
            stretches.Add((first, last));
        }

        return stretches;
    }
}
