namespace Baton.Runtime.Routing;

/// <summary>All links of a type, in the order in which they were made.</summary>
/// <param name="beginning">How each line of the type begins, up to its value.</param>
/// <param name="links">At least one.</param>
internal sealed class Route(byte[] beginning, LinkEntry[] links)
{
    public byte[] Beginning { get; } = beginning;

    public LinkEntry[] Links { get; } = links;
}
