namespace Baton.Containers.Engine;

/// <summary>The name of an image: <c>[HOST[:PORT]/]PATH[:TAG][@DIGEST]</c>.</summary>
internal static class ImageName
{
    /// <summary>What is asked for, and which of it; <c>latest</c> where nothing is said.</summary>
    public static (string Name, string Tag) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0) return (image[..digest], image[(digest + 1)..]);
        var colon = image.LastIndexOf(':');
        // The colon of a port lies before a slash.
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }
}
