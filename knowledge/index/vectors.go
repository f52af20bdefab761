package index

import (
	"math"
	"slices"
)

// Vectors finds texts by their meaning: those whose vectors point most nearly the way a question's does. It is in memory, and
// exact but for the rounding of Pack. It never changes, and is safe for concurrent use.
//
// A vector takes a byte a dimension and 8 more: 100,000 of 768 dimensions take 78 MB (307 MB as float32), and a search of them
// 40 to 70 ms of one core. BenchmarkVectors measures both.
type Vectors struct {
	width int
	docs  []int32   // that have a vector, in order
	data  []int8    // of docs, one after the other
	scale []float32 // what makes a vector's length 1
}

// Pack makes of a vector what is kept of it: a byte a dimension, the largest of them 127 or -127. Only its direction is left,
// right to some ten thousandths of a cosine. nil for one without a direction.
func Pack(vector []float32) []byte {
	most := 0.0
	for _, x := range vector {
		most = max(most, math.Abs(float64(x))) // NaN stays
	}
	if !(most > 0) || math.IsInf(most, 0) {
		return nil
	}
	out := make([]byte, len(vector))
	for i, x := range vector {
		out[i] = byte(int8(math.Round(float64(x) * (127 / most))))
	}
	return out
}

// NewVectors takes in what Pack made of each text's vector. Texts whose vector has not this width have none; nothing is found
// of them.
func NewVectors(packed [][]byte, width int) *Vectors {
	v := &Vectors{width: width}
	if width < 1 {
		return v
	}
	for doc, p := range packed {
		if len(p) != width {
			continue
		}
		var sum float64
		for _, b := range p {
			x := int8(b)
			v.data = append(v.data, x)
			sum += float64(x) * float64(x)
		}
		v.docs = append(v.docs, int32(doc))
		v.scale = append(v.scale, float32(1/math.Sqrt(max(sum, 1))))
	}
	v.data = slices.Clip(v.data)
	return v
}

// Len is how many texts have a vector, Width the dimension of all; 0 for none.
func (v *Vectors) Len() int   { return len(v.docs) }
func (v *Vectors) Width() int { return v.width }

// Bytes is how much memory the vectors take.
func (v *Vectors) Bytes() int { return len(v.data) + 4*len(v.docs) + 4*len(v.scale) }

// Search gives the n texts nearest to a vector, the nearest first, ties by number. Score is the cosine, above 0. There is none
// for a vector of another width.
func (v *Vectors) Search(vector []float32, n int) []Hit {
	q, scale := v.query(vector)
	if q == nil || n <= 0 {
		return nil
	}
	var best worstFirst
	least := 0.0
	for i, doc := range v.docs {
		score := float64(float32(dot(q, v.at(i))) * v.scale[i] * scale)
		if score <= least && (len(best) == n || score <= 0) {
			continue
		}
		best.add(Hit{int(doc), score}, n)
		if len(best) == n {
			least = best[0].Score
		}
	}
	hits := []Hit(best)
	slices.SortFunc(hits, bestFirst)
	return hits
}

// Near is the cosine of a text's vector and another one, 0 where there is none or it has another width.
func (v *Vectors) Near(doc int, vector []float32) float64 {
	q, scale := v.query(vector)
	i, ok := slices.BinarySearch(v.docs, int32(doc))
	if q == nil || !ok {
		return 0
	}
	return float64(float32(dot(q, v.at(i))) * v.scale[i] * scale)
}

func (v *Vectors) at(i int) []int8 { return v.data[i*v.width : (i+1)*v.width] }

// query makes a vector comparable; nil where it is not.
func (v *Vectors) query(vector []float32) (q []int8, scale float32) {
	if len(vector) != v.width {
		return nil, 0
	}
	var sum float64
	for _, b := range Pack(vector) {
		q = append(q, int8(b))
		sum += float64(int8(b)) * float64(int8(b))
	}
	return q, float32(1 / math.Sqrt(max(sum, 1)))
}

// dot is exact: a dimension adds at most 127², so that 32 bits hold 130,000 of them. Four sums at a time keep the processor
// from waiting for one.
func dot(a, b []int8) int32 {
	var s0, s1, s2, s3 int32
	for len(a) >= 8 && len(b) >= 8 {
		x, y := (*[8]int8)(a), (*[8]int8)(b)
		s0 += int32(x[0])*int32(y[0]) + int32(x[4])*int32(y[4])
		s1 += int32(x[1])*int32(y[1]) + int32(x[5])*int32(y[5])
		s2 += int32(x[2])*int32(y[2]) + int32(x[6])*int32(y[6])
		s3 += int32(x[3])*int32(y[3]) + int32(x[7])*int32(y[7])
		a, b = a[8:], b[8:]
	}
	for i := range a {
		s0 += int32(a[i]) * int32(b[i])
	}
	return s0 + s1 + s2 + s3
}
