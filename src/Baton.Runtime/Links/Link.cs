using Baton.Runtime.Instances;

namespace Baton.Runtime.Links;

/// <summary>Messages of one type go to one target. Equal links may be there several times; then each message goes as often.</summary>
/// <param name="TypeName">The type, compared exactly; any text, also an empty one.</param>
/// <param name="To">Where they go.</param>
/// <param name="From">Only those of this sender; null: whoever sends them.</param>
/// <param name="Policy">What happens when too many wait.</param>
/// <param name="Queue">How many may wait; 1 to <see cref="MostQueue"/>.</param>
public sealed record Link(string TypeName, LinkTarget To, InstanceId? From = null, LinkPolicy Policy = LinkPolicy.DropOldest, int Queue = Link.MostQueue)
{
    /// <summary>How many messages may wait for one target.</summary>
    public const int MostQueue = 1024;
}
