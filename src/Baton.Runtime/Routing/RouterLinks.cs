using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>The links as the router uses them: entries that keep their figures while links come and go, and routes made of them. Of its thread, but for the entries.</summary>
internal sealed class RouterLinks
{
    private volatile LinkEntry[] _entries = [];

    /// <summary>Links of which messages are sent on; replaced as a whole.</summary>
    public RouteTable Routes { get; private set; } = new([]);

    /// <summary>All, in the order in which they were made. For any thread.</summary>
    public IReadOnlyList<LinkEntry> Entries => _entries;

    /// <summary>Takes these links in place of those before. Equal ones are told apart by their order.</summary>
    public void Set(IReadOnlyList<Link> links, IReadOnlyDictionary<InstanceId, Port> ports)
    {
        var before = _entries.GroupBy(entry => entry.Link).ToDictionary(group => group.Key, group => new Queue<LinkEntry>(group));
        LinkEntry[] now = [.. links.Select(link => before.TryGetValue(link, out var same) && same.TryDequeue(out var entry) ? entry : new LinkEntry(link))];
        foreach (var gone in before.Values.SelectMany(rest => rest)) gone.Forget();
        _entries = now;
        Connect(ports);
    }

    /// <summary>Finds the targets again: instances have come or gone.</summary>
    public void Connect(IReadOnlyDictionary<InstanceId, Port> ports)
    {
        foreach (var entry in _entries) entry.Target = entry.Link.To is LinkTarget.Local local ? ports.GetValueOrDefault(local.Id) : null;
        Routes = new RouteTable([.. _entries.GroupBy(entry => entry.Link.TypeName, StringComparer.Ordinal).Select(RouteOf)]);
    }

    private static (byte[] Name, Route Route) RouteOf(IGrouping<string, LinkEntry> type)
    {
        var utf8 = Encoding.UTF8.GetBytes(type.Key);
        var text = new byte[utf8.Length * 6];
        var name = text[..CanonicalText.Write(utf8, text)];
        return (name, new Route(StorableLine.Beginning(name), [.. type]));
    }
}
