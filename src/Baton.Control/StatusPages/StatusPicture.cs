using System.Collections.Frozen;
using Baton.Control.Pages;
using Baton.Health.Manifests;

namespace Baton.Control.StatusPages;

/// <summary>What everybody sees at one moment.</summary>
/// <param name="page">What the manifest says of the page.</param>
/// <param name="monitors">The monitors that are public, in the order of the manifest.</param>
/// <param name="at">The moment.</param>
internal sealed class StatusPicture(StatusPage page, IReadOnlyList<PublicMonitor> monitors, DateTimeOffset at)
{
    private readonly FrozenDictionary<string, PublicMonitor> _byName = monitors.ToFrozenDictionary(monitor => monitor.Name, StringComparer.Ordinal);
    private readonly Lazy<PageFile> _file = new(() => StatusHtml.Write(page, monitors, at));

    /// <summary>What the manifest says of the page; another object after each reload.</summary>
    public StatusPage Page => page;

    /// <summary>The page, written when somebody wants it.</summary>
    public PageFile File => _file.Value;

    /// <summary>A public monitor; null for any other name.</summary>
    public PublicMonitor? Find(string name) => _byName.GetValueOrDefault(name);
}
