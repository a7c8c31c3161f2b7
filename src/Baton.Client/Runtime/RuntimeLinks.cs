namespace Baton.Client.Runtime;

/// <summary>Where the messages of a type go.</summary>
/// <param name="TypeName">The type.</param>
/// <param name="Targets">Ids and addresses, in the order of delivery; repeated ones get each message as often.</param>
public sealed record RuntimeLinks(string TypeName, IReadOnlyList<string> Targets);
