namespace Baton.Control.Gateway;

/// <summary>A feature of an exchange: the answer is somebody else's.</summary>
internal sealed class ForwardedMark
{
    public static ForwardedMark Instance { get; } = new();
}
