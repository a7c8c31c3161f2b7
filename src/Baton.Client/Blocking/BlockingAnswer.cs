using Baton.Client.Http;

namespace Baton.Client.Blocking;

/// <summary>A whole answer.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Body">Its body, without the marks of chunks.</param>
internal readonly record struct BlockingAnswer(ResponseHead Head, ReadOnlyMemory<byte> Body);
