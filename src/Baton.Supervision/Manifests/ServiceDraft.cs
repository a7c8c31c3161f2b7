using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>A service of which only name and dependencies have been read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">To bind the rest with.</param>
/// <param name="DependsOn">The names of what it depends on, as they are written.</param>
internal sealed record ServiceDraft(string Name, TableReader Table, IReadOnlyList<PlacedText> DependsOn);
