namespace Baton.Control.Lists;

/// <summary>A page as it goes out.</summary>
/// <param name="Body">Its JSON.</param>
/// <param name="Tag">Its <c>ETag</c>, with the quotes: another page never has the same.</param>
internal sealed record WrittenPage(ReadOnlyMemory<byte> Body, string Tag);
