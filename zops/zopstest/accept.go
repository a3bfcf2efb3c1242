package zopstest

import (
	"strconv"
	"strings"
)

const jsonMedia = "application/json"

// errorMedia are the media types of errors. Of several with the same quality, the last one wins.
var errorMedia = []string{"application/xml", "text/xml", jsonMedia}

// prefer returns the media type of errors that an Accept header prefers, "" when it accepts none.
func prefer(accept string) string {
	if accept == "" {
		accept = "*/*"
	}
	ranges := parseAccept(accept)
	best, bestQuality, bestFitness := "", 0.0, -1
	for _, media := range errorMedia {
		quality, fitness := rate(media, ranges)
		if quality > bestQuality || quality == bestQuality && fitness >= bestFitness {
			best, bestQuality, bestFitness = media, quality, fitness
		}
	}
	if bestQuality > 0 {
		return best
	}
	switch lower := strings.ToLower(accept); {
	case strings.Contains(lower, "+json"):
		return jsonMedia
	case strings.Contains(lower, "+xml"):
		return errorMedia[0]
	}
	return ""
}

type mediaRange struct {
	kind, subtype string
	quality       float64
}

func parseAccept(accept string) []mediaRange {
	var ranges []mediaRange
	for part := range strings.SplitSeq(accept, ",") {
		media, params, _ := strings.Cut(part, ";")
		media = strings.TrimSpace(media)
		if media == "*" {
			media = "*/*"
		}
		kind, subtype, ok := strings.Cut(media, "/")
		if !ok {
			return nil // one invalid range makes the whole header invalid
		}
		ranges = append(ranges, mediaRange{strings.TrimSpace(kind), strings.TrimSpace(subtype), quality(params)})
	}
	return ranges
}

// quality returns the parameter q; an invalid one counts as 1.
func quality(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.TrimSpace(name) != "q" {
			continue
		}
		if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil && q >= 0 && q <= 1 {
			return q
		}
	}
	return 1
}

// rate returns the quality of the most specific range that matches a media type, and how specific it is.
func rate(media string, ranges []mediaRange) (bestQuality float64, bestFitness int) {
	kind, subtype, _ := strings.Cut(media, "/")
	bestFitness = -1
	for _, r := range ranges {
		if r.kind != kind && r.kind != "*" || r.subtype != subtype && r.subtype != "*" {
			continue
		}
		fitness := 0
		if r.kind == kind {
			fitness += 100
		}
		if r.subtype == subtype {
			fitness += 10
		}
		if fitness > bestFitness {
			bestFitness, bestQuality = fitness, r.quality
		}
	}
	return bestQuality, bestFitness
}
