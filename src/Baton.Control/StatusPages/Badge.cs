using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;
using Baton.Control.Pages;
using Baton.Core;

namespace Baton.Control.StatusPages;

/// <summary>A small picture with two words, for pages of others.</summary>
internal static class Badge
{
    private const string Good = "#13743a", Fair = "#8a5a00", Bad = "#bd2430", Quiet = "#5f6b7b";
    private const int LongestLabel = 40, Room = 12;

    /// <summary>How a monitor does.</summary>
    public static PageFile OfState(PublicMonitor monitor) => monitor.Standing switch
    {
        PublicStanding.Up => Draw(monitor.Title, "up", Good),
        PublicStanding.Down => Draw(monitor.Title, "down", Bad),
        PublicStanding.Maintenance => Draw(monitor.Title, "maintenance", Fair),
        PublicStanding.Unwatched => Draw(monitor.Title, "not watched", Quiet),
        _ => Draw(monitor.Title, "unknown", Quiet),
    };

    /// <summary>How much of the time it worked.</summary>
    /// <param name="monitor">It.</param>
    /// <param name="span"><c>24h</c>, <c>7d</c> or <c>30d</c>.</param>
    public static PageFile OfUptime(PublicMonitor monitor, string span)
    {
        var uptime = span switch
        {
            "24h" => monitor.Day,
            "7d" => monitor.Week,
            _ => monitor.Month,
        };
        var colour = uptime.Percent switch
        {
            null => Quiet,
            >= 99 => Good,
            >= 95 => Fair,
            _ => Bad,
        };
        return Draw($"{monitor.Title} {span}", StatusWords.Percent(uptime), colour);
    }

    private static PageFile Draw(string label, string value, string colour)
    {
        var left = Drawable(Shortened.To(label, LongestLabel));
        var (first, second) = (WidthOf(left) + Room, WidthOf(value) + Room);
        var (name, told) = (WebUtility.HtmlEncode(left), WebUtility.HtmlEncode(value));
        var svg = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{first + second}" height="20" role="img" aria-label="{name}: {told}"><title>{name}: {told}</title>
            <clipPath id="r"><rect width="{first + second}" height="20" rx="4"/></clipPath>
            <g clip-path="url(#r)"><rect width="{first}" height="20" fill="#3a4452"/><rect x="{first}" width="{second}" height="20" fill="{colour}"/></g>
            <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
            <text x="{first / 2.0}" y="14" textLength="{first - Room}" lengthAdjust="spacingAndGlyphs">{name}</text><text x="{first + (second / 2.0)}" y="14" textLength="{second - Room}" lengthAdjust="spacingAndGlyphs">{told}</text></g></svg>

            """);
        return new PageFile("image/svg+xml", Encoding.UTF8.GetBytes(svg));
    }

    /// <summary>A picture is XML, which knows neither control characters, nor halves of characters, nor the last two of the first plane.</summary>
    private static string Drawable(ReadOnlySpan<char> text)
    {
        var all = text.ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            if (i + 1 < all.Length && XmlConvert.IsXmlSurrogatePair(all[i + 1], all[i])) i++;
            else if (char.IsControl(all[i]) || !XmlConvert.IsXmlChar(all[i])) all[i] = ' ';
        }

        return new string(all);
    }

    /// <summary>About how wide a text is, in pixels; the picture makes it so, whatever font there is.</summary>
    private static int WidthOf(string text)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += rune.Value switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' => 3.6,
                'f' or 't' or 'r' or '-' or '(' or ')' or '/' => 4.6,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 10,
                > 0x2E7F => 11.5,
                >= 'A' and <= 'Z' => 7.8,
                _ => 6.7,
            };
        }

        return Math.Max(6, (int)Math.Ceiling(width));
    }
}
