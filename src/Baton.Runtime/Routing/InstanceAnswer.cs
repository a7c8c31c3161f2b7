using System.Text;

namespace Baton.Runtime.Routing;

/// <summary>Answers to what an instance asked to be done with another.</summary>
internal static class InstanceAnswer
{
    /// <summary>As a line with its end.</summary>
    /// <param name="isStart">It asked for a start.</param>
    /// <param name="error">Why not; null: it was done.</param>
    public static byte[] Line(bool isStart, string? error)
    {
        if (error is null) return isStart ? [.. "{\"ControlResponse\":\"Started\"}\n"u8] : [.. "{\"ControlResponse\":\"Stopped\"}\n"u8];
        var utf8 = Encoding.UTF8.GetBytes(error);
        var text = new byte[utf8.Length * 6];
        return [.. "{\"ControlResponse\":{\"Error\":\""u8, .. text.AsSpan(0, CanonicalText.Write(utf8, text)), .. "\"}}\n"u8];
    }
}
